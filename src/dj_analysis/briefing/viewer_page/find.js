/* What is listed: filters over articles and rows, and the search over all texts. */

const MOST_SNIPPETS = 3;
const AROUND = 14; // characters of a snippet before the hit
const filter = { school: "", group: "", theme: "", kinds: new Set(head.kinds.keys()), terms: [] };
let folded = null;

/** Text in which search looks: full-width letters, case and width of spaces do not matter; no place moves. */
function fold(text) {
  return text.replace(/İ/g, "i").replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0]/g, " ").toLowerCase();
}

/** The words of a query; what stands in quotes stays together. */
function readQuery(query) {
  return Array.from(fold(query).matchAll(/["“]([^"”]+)["”]|(\S+)/g), (match) => match[1] || match[2]);
}

/** Whether a row is shown: its kind is on, and it has the theme where one is chosen. */
function showsRow({ kind, themes }) {
  return filter.kinds.has(kind) && (!filter.theme || themes.split(";").includes(filter.theme));
}

const asRow = ([number, kind, id, start, label, themes], at) => ({ number, kind, id, start, label, themes, at });
const inSelection = (doc) => (!filter.school || doc.school === filter.school) && (!filter.group || doc.group === filter.group);
const narrowed = () => Boolean(filter.theme) || (filter.kinds.size > 0 && filter.kinds.size < head.kinds.length);

/** Whether an article has a row that is shown; all articles have, where rows are not filtered. */
function hasRows(doc) {
  if (!narrowed()) return true;
  if (!filter.theme) return doc.counts.some((count, kind) => count && filter.kinds.has(kind));
  for (let at = doc.first; at < doc.first + doc.size; at += 1) if (showsRow(asRow(index.rows[at], at))) return true;
  return false;
}

/** Places of the search words in an article, in order; empty where one of them is missing. */
function findHits(number, terms = filter.terms) {
  if (!terms.length) return [];
  folded ||= index.texts.map((text, at) => {
    const { title, school, unit, file, id } = head.docs[at];
    return [fold(text), fold([title, school, unit, file, id].join("\n"))];
  });
  const [text, about] = folded[number], hits = [];
  for (const term of terms) {
    let at = text.indexOf(term);
    if (at < 0 && !about.includes(term)) return null;
    for (; at >= 0; at = text.indexOf(term, at + term.length)) hits.push([at, at + term.length]);
  }
  return joinHits(hits.sort((a, b) => a[0] - b[0]));
}

/** Hits that overlap count once. */
function joinHits(hits) {
  const joined = [];
  for (const [from, to] of hits) {
    const last = joined[joined.length - 1];
    if (last && from < last[1]) last[1] = Math.max(last[1], to); else joined.push([from, to]);
  }
  return joined;
}

/** Items of the list of articles: each article, below it where the words stand. */
function listArticles() {
  const items = [];
  let hits = 0, count = 0;
  head.docs.forEach((doc, number) => {
    if (!inSelection(doc) || !hasRows(doc)) return;
    const found = findHits(number);
    if (!found) return;
    count += 1;
    hits += found.length;
    items.push({ number, hits: found });
    for (const hit of found.slice(0, MOST_SNIPPETS)) items.push({ number, hit });
  });
  return { items, count, hits };
}

/** Items of the list of rows: all rows that are shown and hold the words in their label or article's name. */
function listRows() {
  const items = [];
  head.docs.forEach((doc, number) => {
    if (!inSelection(doc)) return;
    const about = filter.terms.length ? fold(`${doc.school} ${doc.title} ${doc.unit}`) : "";
    for (let at = doc.first; at < doc.first + doc.size; at += 1) {
      const row = asRow(index.rows[at], at);
      if (!showsRow(row)) continue;
      const label = filter.terms.length ? fold(row.label) : "";
      if (filter.terms.every((term) => label.includes(term) || about.includes(term) || row.id === term)) items.push(row);
    }
  });
  return items;
}

/** A place of the text with a little around it, on one line; the hit marked. */
function drawSnippet(box, text, [from, to]) {
  const line = (piece) => piece.replace(/\s+/g, " ");
  const start = skipHalf(text, Math.max(0, from - AROUND));
  addText(box, (start ? "…" : "") + line(text.slice(start, from)));
  addText(add(box, "mark", "hit"), line(text.slice(from, to)));
  addText(box, line(text.slice(to, skipHalf(text, to + 60))));
}

/** A place that does not part the two halves of a character. */
const skipHalf = (text, at) => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : at);
