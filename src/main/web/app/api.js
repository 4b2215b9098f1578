// Asks the server, or in a report the page itself, for answers: the JSON that "godump COMMAND --json" prints.

const STORED_TOKEN = "godump-token";
const KEPT_ANSWERS = 40;

/** The server waits for an answer itself for a while, unless the dump isn't open yet. */
const FIRST_RETRY_MILLISECONDS = 25;
const LAST_RETRY_MILLISECONDS = 400;

/** Parameters that say which part of an answer is wanted: a report has one part of each. */
const PARTS = ["dump", "top", "offset", "sort", "depth", "min-percent", "max-nodes", "elements"];

const embedded = readEmbedded();
const answers = new Map();

/** An error that the server answered. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function readEmbedded() {
  const element = document.getElementById("data");
  return element ? JSON.parse(element.textContent) : null;
}

/** Whether the page is a report, which has no server. */
export function isReport() {
  return embedded !== null;
}

/** Whether answers of a command can be had: a report has some only. */
export function hasCommand(command) {
  return !embedded || Object.keys(embedded).some((name) => name.split("?")[0] === command);
}

/** Takes the token out of the fragment "#token=…", so that copies of the URL don't have it. */
export function takeToken() {
  const found = location.hash.match(/^#token=([\w-]+)$/);
  if (found) {
    storeToken(found[1]);
    history.replaceState(null, "", location.pathname + location.search);
  }
}

export function storeToken(token) {
  localStorage.setItem(STORED_TOKEN, token);
  answers.clear();
}

/** The name of an answer: "dominators?depth=2&holders", options in order. */
export function key(command, parameters) {
  const query = Object.keys(parameters)
    .sort()
    .flatMap((name) => [parameters[name]].flat().map((value) => parameter(name, value)))
    .filter(Boolean);
  return query.length ? command + "?" + query.join("&") : command;
}

/** An option with its value, or alone if it is a flag; empty if it isn't set. */
function parameter(name, value) {
  if (value === undefined || value === null || value === false || value === "") return "";
  return value === true ? name : name + "=" + encodeURIComponent(value);
}

/**
 * Returns the answer of a command.
 *
 * @param parameters options by their names; "op" has the operands, "dump" the numbers of dumps
 * @param onProgress is told the status while the dump is loaded
 */
export async function get(command, parameters = {}, { signal, onProgress } = {}) {
  const name = key(command, parameters);
  if (embedded) {
    return fromReport(command, parameters);
  }
  if (answers.has(name)) {
    return answers.get(name);
  }
  for (let pause = FIRST_RETRY_MILLISECONDS; ; pause = Math.min(2 * pause, LAST_RETRY_MILLISECONDS)) {
    const response = await ask(name, signal);
    const answer = await read(response);
    if (response.status === 200) {
      keep(command, name, answer);
      return answer;
    }
    if (response.status !== 202) {
      throw new ApiError(response.status, answer.error || "The server answered " + response.status + ".");
    }
    onProgress?.(answer);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

function fromReport(command, parameters) {
  const asked = Object.entries(parameters).filter(([name]) => !PARTS.includes(name));
  const name = key(command, Object.fromEntries(asked));
  if (name in embedded) return embedded[name];
  throw new ApiError(404, "This is not in the report: godump serve shows it.");
}

async function ask(name, signal) {
  const headers = { "Godump-Token": localStorage.getItem(STORED_TOKEN) || "" };
  try {
    return await fetch("./api/" + name, { headers, signal, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "The server doesn't answer. Does godump serve still run?");
  }
}

async function read(response) {
  try {
    return parse(await response.text());
  } catch (error) {
    if (error.name === "AbortError") throw error;
    return { error: "The server's answer can't be read." };
  }
}

/** Integers that a number can't hold exactly stay text. */
function parse(text) {
  return /\d{16}/.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
}

function exactly(name, value, context) {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && context?.source ? context.source : value;
}

function keep(command, name, answer) {
  if (command === "status") return;
  answers.set(name, answer);
  if (answers.size > KEPT_ANSWERS) {
    answers.delete(answers.keys().next().value);
  }
}
