/* The data in the page: unpacking, code points and UTF-16, articles, and characters nobody sees. */

const byId = (id) => document.getElementById(id);
const head = JSON.parse(byId("head").textContent);
let index = { texts: [], rows: [] };
const bundles = new Map();

/** The data of a compressed element. */
async function unpack(id) {
  const coded = atob(byId(id).textContent);
  const bytes = new Uint8Array(coded.length);
  for (let i = 0; i < coded.length; i += 1) bytes[i] = coded.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  byId(id).textContent = "";
  return new Response(stream).json();
}

/** Row numbers of every article: rows of the index are in the order of the articles. */
function splitRows() {
  const first = head.docs.map(() => index.rows.length);
  for (let at = index.rows.length - 1; at >= 0; at -= 1) first[index.rows[at][0]] = at;
  head.docs.forEach((doc, number) => {
    doc.first = first[number];
    doc.size = doc.counts.reduce((sum, count) => sum + count, 0);
  });
}

/** Python counts code points, a browser UTF-16 units: what turns one into the other for a text. */
function makeUnits(text) {
  const astral = Array.from(text.matchAll(/[\u{10000}-\u{10FFFF}]/gu), (match, k) => match.index - k);
  if (!astral.length) return (point) => point;
  return (point) => {
    let low = 0, high = astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (astral[middle] < point) low = middle + 1; else high = middle;
    }
    return point + low;
  };
}

/** An article ready to be drawn: texts, places in UTF-16, rows. */
async function loadArticle(number) {
  const key = Math.floor(number / head.bundle);
  if (!bundles.has(key)) bundles.set(key, unpack(`bundle-${key}`));
  const data = (await bundles.get(key))[number % head.bundle];
  return openArticle(number, data);
}

function openArticle(number, data) {
  if (data.opened) return data.opened;
  const clean = index.texts[number], unit = makeUnits(clean);
  const map = replay(clean, data.edits, unit), rawUnit = makeUnits(map.raw);
  const doc = head.docs[number];
  const rows = data.rows.map(([end, rawStart, rawEnd, parent, values], at) => {
    const [, kind, id, start, label, themes] = index.rows[doc.first + at];
    return {
      at, kind, id, label, themes, parent, values, points: [start, end, rawStart, rawEnd], corrections: data.corrections[at] || [],
      clean: [unit(start), unit(end)], raw: [rawUnit(rawStart), rawUnit(rawEnd)],
    };
  });
  const mentions = data.mentions.map(([at, role, start, end, rawStart, rawEnd]) => ({
    at, role, clean: [unit(start), unit(end)], raw: [rawUnit(rawStart), rawUnit(rawEnd)],
  }));
  const passages = data.passages.map(([start, end, region, locator]) => ({ start: unit(start), end: unit(end), region, locator }));
  data.opened = { number, doc, clean, unit, rows, mentions, passages, about: data.about, ...map };
  return data.opened;
}

/** Raw text and edits, got back from clean text by undoing every change. */
function replay(clean, places, unit) {
  const edits = [], raw = [];
  let at = 0, length = 0;
  for (const [place, before, after, rule] of places) {
    const start = unit(place);
    raw.push(clean.slice(at, start), before);
    length += start - at;
    edits.push({ start: length, end: length + before.length, clean: [start, start + after.length], before, after, rule });
    length += before.length;
    at = start + after.length;
  }
  raw.push(clean.slice(at));
  return { raw: raw.join(""), edits };
}

/** A place of one text in the other: `from` is "raw" or "clean". */
function mapPlace(article, at, from) {
  let shift = 0;
  for (const edit of article.edits) {
    const raw = [edit.start, edit.end];
    const [here, there] = from === "clean" ? [edit.clean, raw] : [raw, edit.clean];
    if (at < here[0] || (at === here[0] && here[1] > here[0])) break;
    if (at < here[1]) return there[0];
    shift = there[1] - here[1];
  }
  return at + shift;
}

const CONTROL_NAMES = {
  0x00ad: "SHY", 0x061c: "ALM", 0x200b: "ZWSP", 0x200c: "ZWNJ", 0x200d: "ZWJ", 0x200e: "LRM", 0x200f: "RLM", 0x2028: "LS",
  0x2029: "PS", 0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO", 0x2060: "WJ", 0x2066: "LRI",
  0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xfeff: "BOM", 0xfffc: "OBJ",
};
/** Characters that cannot be seen but act; joiners and tags inside an emoji are left to it. */
const CONTROLS = new RegExp([
  "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200c\\u200e\\u200f]",
  "[\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffc]",
  "\\r(?!\\n)",
  "(?<![\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d",
  "\\u200d(?!\\p{Extended_Pictographic})",
  "(?<!\\u{1f3f4}[\\u{e0020}-\\u{e007f}]*)[\\u{e0000}-\\u{e007f}]",
].join("|"), "gu");

function nameControl(character) {
  const code = character.codePointAt(0);
  return `⟦${CONTROL_NAMES[code] || `U+${code.toString(16).toUpperCase().padStart(4, "0")}`}⟧`;
}

/** Text with its unseen characters named, for titles, lists and wherever no element can be put. */
const plain = (text) => text.replace(CONTROLS, nameControl);

/** Text put below an element, unseen characters as small marks. */
function addText(parent, text) {
  let at = 0;
  for (const match of text.matchAll(CONTROLS)) {
    if (match.index > at) parent.append(text.slice(at, match.index));
    const mark = add(parent, "span", "ctl", nameControl(match[0]));
    mark.title = `看不见的控制字符 U+${match[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    at = match.index + match[0].length;
  }
  if (at < text.length) parent.append(text.slice(at));
  return parent;
}

/** A new element below another; its text is text, whatever it holds. */
function add(parent, name, classes = "", text = "") {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  if (text) element.textContent = text;
  if (name === "button") element.type = "button";
  parent.append(element);
  return element;
}
