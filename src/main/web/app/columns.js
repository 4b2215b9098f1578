// Columns that tables have in common.

import { h } from "preact";
import { bytes, count } from "godump/amounts.js";
import { Name, TypeName } from "godump/names.js";
import { Address, Share } from "godump/parts.js";

/** A column that narrow screens leave out. */
export function less(column) {
  return { ...column, className: [column.className, "less"].filter(Boolean).join(" ") };
}

/** A number of bytes in a field of the row. */
export function bytesColumn(title, field, order, hint) {
  return { title, number: true, order, hint, cell: (row) => bytes(row[field]), sort: (row) => row[field] };
}

export function countColumn(title, field, order, hint) {
  return { title, number: true, order, hint, cell: (row) => count(row[field]), sort: (row) => row[field] };
}

/** The share that bytes in a field are of a whole. */
export function shareColumn(title, field, whole) {
  return {
    title,
    number: true,
    className: "share",
    cell: (row) => h(Share, { part: row[field], whole }),
    sort: (row) => row[field],
  };
}

/** @param most how many characters of a name are shown */
export function typeColumn(title = "Type", order, most = 90) {
  return {
    title,
    order,
    className: "wide",
    cell: (row) => h(TypeName, { of: row, most }),
    sort: (row) => row.type || row.shape || "",
  };
}

export function addressColumn(title = "Address", order) {
  return { title, order, className: "address", cell: (row) => h(Address, { of: row.address }), sort: (row) => row.address };
}

export function nameColumn(title, field, order, className = "wide") {
  return { title, order, className, cell: (row) => h(Name, { text: row[field] ?? "" }), sort: (row) => row[field] ?? "" };
}
