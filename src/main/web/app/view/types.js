// The histogram: objects by type, package, shape and other groups.

import { h } from "preact";
import { bytes, counted } from "godump/amounts.js";
import { Answer, useAnswer } from "godump/answer.js";
import { isReport } from "godump/api.js";
import { bytesColumn, countColumn, less, shareColumn } from "godump/columns.js";
import { Holder, holderLink } from "godump/holder.js";
import { link, setOptions } from "godump/location.js";
import { TypeName } from "godump/names.js";
import { Choice, Field, Heading } from "godump/parts.js";
import { literal } from "godump/search.js";
import { Table } from "godump/table.js";

const GROUPS = [["type", "Type"], ["package", "Package"], ["shape", "Shape"], ["size", "Size"], ["site", "Site"], ["root", "Root"]];
const STEP = 200;

export function Types({ options }) {
  const by = options.by || "type";
  const sort = options.sort || "bytes";
  const top = Number(options.top || STEP);
  const filter = options.filter || "";
  // types are found by the server, in other groups among the rows shown
  const ofServer = by === "type" && filter && !isReport();
  const answer = useAnswer("histogram", {
    by,
    sort,
    top,
    type: ofServer ? "/(?i)" + literal(filter) + "/" : undefined,
  });
  const total = answer.data?.total;
  return [
    h(
      Heading,
      { title: "Types", facts: total && counted(total.count, "object") + ", " + bytes(total.bytes) },
      h(Choice, { label: "By", name: "by", values: GROUPS, now: by }),
      h(Field, { label: "Filter", name: "filter", now: filter, placeholder: "part of the name", live: by !== "type" || isReport() }),
    ),
    h(Answer, { of: answer }, ({ rows, more, total: whole }) => {
      const shown = ofServer || !filter ? rows : rows.filter((row) => row.type?.toLowerCase().includes(filter.toLowerCase()));
      return h(Table, {
        label: "Objects by " + by,
        columns: columns(by, whole),
        rows: shown,
        href: (row) => rowLink(by, row),
        order: { now: sort, choose: (name) => setOptions({ sort: name }, true) },
        more,
        showMore: () => setOptions({ top: top + STEP }, true),
        empty: filter ? "No name contains “" + filter + "”." : by === "site" ? "No allocation was sampled." : "No objects.",
      });
    }),
  ];
}

function columns(by, whole) {
  return [
    countColumn("Count", "count", "count"),
    bytesColumn("Bytes", "bytes", "bytes"),
    less(shareColumn("Share", "bytes", whole.bytes)),
    less(bytesColumn("Live", "live_bytes", "live")),
    {
      title: "Garbage",
      number: true,
      className: "less",
      cell: (row) => bytes(row.bytes - row.live_bytes),
      hint: "bytes that no root leads to",
    },
    less({
      ...bytesColumn("Retained", "retained", "retained", "bytes that would be garbage without these"),
      cell: (row) => (row.retained == null ? "" : bytes(row.retained)),
    }),
    {
      title: GROUPS.find(([name]) => name === by)?.[1] || "Group",
      order: "name",
      className: "wide",
      cell: (row) => (by === "root" ? h(Holder, { name: row.type }) : h(TypeName, { of: row })),
    },
  ];
}

/** Where the objects of a group are listed. */
function rowLink(by, row) {
  if (by === "size") {
    const size = parseInt(row.type, 10);
    return link("objects", "", { "min-size": size, "max-size": size });
  }
  if (by === "package") return link("types", "", { filter: row.type + "." });
  if (by === "root") return holderLink(row.type);
  return by === "type" && row.certainty !== "unknown" ? link("objects", "", { type: row.type }) : undefined;
}
