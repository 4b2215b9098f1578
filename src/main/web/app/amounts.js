// Formats sizes, counts and shares exactly as the command line does.

const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/** "512 B", "12.3 MiB". */
export function bytes(number) {
  if (number < 0) {
    return "-" + bytes(-number);
  }
  if (number < 1024) {
    return number + " B";
  }
  let unit = 0;
  let divisor = 1024;
  // from 1023.95 of a unit on, one decimal would show 1024.0
  while (unit < UNITS.length - 1 && tenths(number, divisor) >= 10240) {
    divisor *= 1024;
    unit++;
  }
  const rounded = tenths(number, divisor);
  return Math.floor(rounded / 10) + "." + (rounded % 10) + " " + UNITS[unit];
}

function tenths(number, divisor) {
  const whole = Math.floor(number / divisor);
  return whole * 10 + Math.floor(((number % divisor) * 10 + divisor / 2) / divisor);
}

/** "1,234,567". */
export function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 object", "1,234 objects". */
export function counted(number, noun) {
  return count(number) + " " + noun + (number === 1 ? "" : "s");
}

/** "12.3%" of a whole. */
export function share(part, whole) {
  if (!whole) {
    return "-";
  }
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 0.05) {
    return "<0.1%";
  }
  return part < whole && percent >= 99.95 ? ">99.9%" : percent.toFixed(1) + "%";
}

/** "+12.3 MiB", "-512 B", "0 B". */
export function bytesChange(number) {
  return (number > 0 ? "+" : "") + bytes(number);
}

/** "+1,234", "-5", "0". */
export function countChange(number) {
  return (number > 0 ? "+" : "") + count(number);
}

/** "850 ns", "1.24 ms", "3.50 s". */
export function duration(nanoseconds) {
  if (nanoseconds < 1e3) {
    return nanoseconds + " ns";
  }
  if (nanoseconds < 1e6) {
    return (nanoseconds / 1e3).toFixed(1) + " µs";
  }
  return nanoseconds < 1e9
    ? (nanoseconds / 1e6).toFixed(2) + " ms"
    : (nanoseconds / 1e9).toFixed(2) + " s";
}

/** The formatter of a weight: "bytes" or "objects". */
export function weighted(weight) {
  return weight === "objects" ? count : bytes;
}
