/* An article drawn: passages, rows as layers of underline, cleaning edits, search hits. */

const ASIDE = new Set(head.regions.flatMap(([region], at) => (["boilerplate", "duplicate"].includes(region) ? [at] : [])));
const SHORT_ASIDE = 60; // characters of page furniture that are shown at once: a fold would take more room
const LONG_EDIT = 300; // characters of one deletion (a page's scripts, say) above which its middle is folded
const EDIT_ENDS = [160, 60];
const MOST_LEVELS = 4; // underlines that fit between two lines

/** Places to draw in a view: rows that are shown, their mentions, search hits. */
function collectSpans(article, view, shows, hits) {
  const spans = [];
  for (const row of article.rows) {
    if (shows(row)) spans.push({ from: row[view][0], to: row[view][1], row, role: -1 });
  }
  for (const { at, role, ...places } of article.mentions) {
    const row = article.rows[at];
    if (shows(row)) spans.push({ from: places[view][0], to: places[view][1], row, role });
  }
  setLevels(spans);
  for (const [from, to] of hits) {
    if (view === "clean") spans.push({ from, to });
    else spans.push({ from: mapPlace(article, from, "clean"), to: mapPlace(article, to, "clean") });
  }
  return spans;
}

/** Spans that overlap get underlines at different depths, the shortest next to the text. */
function setLevels(spans) {
  const placed = [];
  for (const span of [...spans].sort((a, b) => a.to - a.from - (b.to - b.from) || a.from - b.from)) {
    const taken = new Set(placed.filter((other) => other.from < span.to && span.from < other.to).map((other) => other.level));
    span.level = 0;
    while (taken.has(span.level)) span.level += 1;
    placed.push(span);
  }
}

/** The article's text below `box`, passage after passage. */
function drawBody(box, article, view, shows, hits) {
  const text = article[view], spans = collectSpans(article, view, shows, hits);
  const starts = article.passages.map((passage) => (view === "clean" ? passage.start : mapPlace(article, passage.start, "clean")));
  starts[0] = 0;
  starts.push(text.length);
  for (let at = 0; at < article.passages.length;) {
    let end = at + 1;
    const aside = ASIDE.has(article.passages[at].region);
    while (aside && end < article.passages.length && ASIDE.has(article.passages[end].region)) end += 1;
    const into = aside ? openAside(box, article, at, end, starts[end] - starts[at], view) : box;
    for (; at < end; at += 1) {
      const { region, locator } = article.passages[at];
      const block = add(into, "div", `passage r-${head.regions[region][0]}`);
      if (locator) block.title = locator;
      const last = at === article.passages.length - 1;
      drawText(block, text, starts[at], starts[at + 1], last, spans, view === "raw" ? article.edits : []);
    }
  }
}

/** What holds passages that are not read: a fold, unless they are short or the raw page is shown. */
function openAside(box, article, from, to, size, view) {
  if (size <= SHORT_ASIDE) return box;
  const counts = new Map();
  for (const { region } of article.passages.slice(from, to)) counts.set(region, (counts.get(region) || 0) + 1);
  const told = [...counts].map(([region, count]) => `${head.regions[region][1]} ${count} 段`).join("、");
  const fold = add(box, "details", "aside");
  fold.open = view === "raw";
  add(fold, "summary", "", `${told}，${size} 字，不作抽取`);
  return fold;
}

/** One passage in segments that are covered by the same spans from end to end. */
function drawText(box, text, from, to, last, spans, edits) {
  const inside = spans.filter((span) => span.to > span.from && span.from < to && from < span.to);
  const gaps = spans.filter((span) => span.to === span.from && span.from >= from && (span.from < to || last));
  const changed = edits.filter((edit) => edit.start < to && from < edit.end);
  const bounds = new Set([from, to]);
  for (const { from: a, to: b } of [...inside, ...gaps]) bounds.add(Math.max(a, from)).add(Math.min(b, to));
  for (const { start, end } of changed) bounds.add(Math.max(start, from)).add(Math.min(end, to));
  const places = [...bounds].sort((a, b) => a - b);
  places.forEach((start, k) => {
    for (const gap of gaps) if (gap.from === start) drawGap(box, gap);
    if (k === places.length - 1) return;
    const end = places[k + 1];
    const edit = changed.find((one) => one.start <= start && end <= one.end);
    drawSegment(box, text.slice(start, end), start, end, inside.filter((span) => span.from <= start && end <= span.to), edit);
  });
}

/** A stretch of text below one underline per row, the outermost first. */
function drawSegment(box, text, start, end, spans, edit) {
  const rows = spans.filter((span) => span.row).sort((a, b) => b.level - a.level);
  let node = add(box, "span", "seg");
  node.dataset.at = start;
  node.dataset.end = end;
  if (rows.length) node.dataset.rows = rows.map((span) => span.row.at).reverse().join(" ");
  rows.forEach(({ row, role, level, from }, k) => {
    const classes = ["k", `k-${row.kind}`, `l-${Math.min(level, MOST_LEVELS - 1)}`];
    if (role >= 0) classes.push("again");
    if (k === rows.length - 1) classes.push("inner");
    node = add(node, "span", classes.join(" "));
    if (from === start && role < 0) node.dataset.tag = head.kinds[row.kind].tag;
  });
  if (spans.some((span) => !span.row)) node = add(node, "mark", "hit");
  if (edit) drawEdit(node, text, end === edit.end, edit); else addText(node, text);
}

/** Deleted or replaced characters, and after the last of them what replaced them. */
function drawEdit(node, text, last, edit) {
  const [name, tip] = head.rules[edit.rule] || [edit.rule, ""];
  const gone = add(node, "del");
  gone.title = `${name}：${tip}`;
  const write = (piece) => addText(gone, piece.replace(/\n/g, "⏎\n"));
  if (text.length > LONG_EDIT) {
    const [first, rest] = EDIT_ENDS, hidden = text.slice(first, -rest);
    write(text.slice(0, first));
    const more = add(gone, "button", "fold", `…${hidden.length} 字…`);
    more.addEventListener("click", () => {
      gone.textContent = "";
      write(text);
    });
    write(text.slice(-rest));
  } else {
    write(text);
  }
  if (last && edit.after) {
    const put = add(node, "ins");
    addText(put, edit.after.replace(/\n/g, "⏎").replace(/ /g, "␣"));
    put.title = gone.title;
  }
}

function drawGap(box, { row }) {
  const gap = add(box, "span", `gap k-${row.kind}`, head.kinds[row.kind].tag);
  gap.dataset.rows = row.at;
  gap.title = row.label;
}

/** The place of the text at the upper edge of the reader: a half-read segment counts by its share. */
function findPlace(reader) {
  const edge = reader.getBoundingClientRect().top + byId("tools").offsetHeight;
  for (const segment of reader.querySelectorAll(".seg")) {
    const { top, bottom, height } = segment.getBoundingClientRect();
    if (bottom <= edge || !height) continue;
    const [at, end] = [Number(segment.dataset.at), Number(segment.dataset.end)];
    return Math.round(at + (end - at) * Math.max(0, (edge - top) / height));
  }
  return 0;
}

/** The segment at a place; folds around it are opened. */
function findSegment(reader, at) {
  let found = null;
  for (const segment of reader.querySelectorAll(".seg")) {
    if (Number(segment.dataset.at) > at) break;
    found = segment;
  }
  if (found && found.closest("details")) found.closest("details").open = true;
  return found;
}

/** Bring a place of the text to the upper edge, or, where `share` is given, that far down the reader. */
function scrollToPlace(reader, at, share = 0) {
  const segment = findSegment(reader, at);
  if (!segment) return;
  const { top, height } = segment.getBoundingClientRect();
  const [start, end] = [Number(segment.dataset.at), Number(segment.dataset.end)];
  const within = height > 60 ? (height * (at - start)) / Math.max(1, end - start) : 0;
  const room = reader.clientHeight - byId("tools").offsetHeight;
  reader.scrollTop += top + within - reader.getBoundingClientRect().top - byId("tools").offsetHeight - room * share;
}
