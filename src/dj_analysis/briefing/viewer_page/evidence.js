/* The briefing: its claims and exhibits, and for every figure the rows it rests on. */

let evidence = null;
const anchors = new Map(); // id of a claim or exhibit: what it is and its figures
const citations = new Map(); // number of a row: ids of the claims and exhibits that rest on it

/** How a figure follows from its traces, in words. */
function tellHow({ how, column, term, by, traces, of }, docs, schools) {
  const is = (test) => traces.length && traces.every(test);
  const unit = is(Array.isArray) ? "段" : is((trace) => trace < 0) ? "篇" : "条", many = `${traces.length} ${unit}`;
  const told = {
    rows: traces.length ? `共 ${many}，逐${unit}如下` : "没有找到这样的条目",
    documents: `共 ${docs} 篇文章，如下`,
    schools: `分属 ${schools} 所学校，未具名的各算一所`,
    sum: term ? `“${term}”在下列 ${many}中的次数之和` : `下列 ${many}“${column}”之和`,
    value: `取自下面这一${unit}的“${column}”`,
    share: `下列 ${many}，占全部 ${of.length} ${unit}`,
    computed: `由下列 ${many}统计得出，算法 ${by}`,
    method: `方法中的定值 ${by}，与文章无关`,
  };
  return `${told[how] || `依据下列 ${many}`}。`;
}

async function loadEvidence() {
  evidence = await unpack("evidence");
  for (const section of evidence.sections) {
    for (const claim of section.claims) addAnchor(claim.id, claim, claim.figures);
    for (const exhibit of section.exhibits) addAnchor(exhibit.id, exhibit, exhibit.figures);
  }
}

function addAnchor(id, item, figures) {
  anchors.set(id, { item, figures });
  for (const figure of figures) {
    for (const trace of evidence.quantities[figure].traces) {
      if (!Number.isInteger(trace) || trace < 0) continue;
      if (!citations.has(trace)) citations.set(trace, []);
      if (!citations.get(trace).includes(id)) citations.get(trace).push(id);
    }
  }
}

/** The briefing below `box`, section after section. */
function drawEvidence(box) {
  box.textContent = "";
  add(box, "div", "tools").id = "tools";
  const paper = add(box, "div", "paper evidence");
  addText(add(paper, "h2", "article-title"), evidence.title);
  addText(add(paper, "p", "meta"), [evidence.subtitle, evidence.from].filter(Boolean).join("　"));
  for (const section of evidence.sections) {
    add(paper, "h3", "kicker", plain(section.heading));
    addText(add(paper, "h4", "finding"), section.title);
    for (const claim of section.claims) drawClaim(paper, claim);
    for (const exhibit of section.exhibits) drawExhibit(paper, exhibit);
    for (const remark of section.remarks) addText(add(paper, "p", "remark"), remark);
  }
}

/** The chapters, to choose from in the bar above the briefing. */
function drawContents(tools) {
  const select = add(tools, "select", "toc");
  select.setAttribute("aria-label", "跳到章节");
  add(select, "option", "", "跳到章节").value = "";
  evidence.sections.forEach(({ heading }, at) => { add(select, "option", "", plain(heading)).value = at; });
  select.addEventListener("change", () => {
    if (select.value) byId("reader").querySelectorAll(".kicker")[select.value].scrollIntoView();
    select.value = "";
  });
}

function openBlock(paper, id, name, classes) {
  const block = add(paper, name, classes);
  block.dataset.anchor = id;
  const link = add(block, "button", "badge", plain(id));
  link.addEventListener("click", () => go(id));
  return block;
}

function drawClaim(paper, { id, text }) {
  drawPieces(openBlock(paper, id, "p", "claim"), id, text);
}

/** Text whose figures lead to what they rest on, and whose cited wordings lead to their row. */
function drawPieces(box, id, pieces) {
  for (const piece of pieces) {
    if (typeof piece === "string") addText(box, piece);
    else if (Number.isInteger(piece)) drawFigure(box, id, piece);
    else drawCited(box, piece);
  }
}

function drawFigure(box, id, figure) {
  const link = add(box, "a", "figure", plain(evidence.quantities[figure].shown || "…"));
  link.dataset.figure = figure;
  link.title = "看它从哪里来";
  link.href = addressOf(`${id}.${anchors.get(id).figures.indexOf(figure) + 1}`);
}

function drawCited(box, [text, target]) {
  const { hash } = readTrace(target), link = add(box, hash ? "a" : "span", "cited");
  addText(link, text);
  if (hash) link.href = addressOf(hash);
}

function drawExhibit(paper, exhibit) {
  const { id } = exhibit, block = openBlock(paper, id, "figure", "exhibit");
  drawPieces(add(block, "figcaption"), id, exhibit.title);
  const table = add(add(block, "div", "wide"), "table"), top = add(add(table, "thead"), "tr"), body = add(table, "tbody");
  const isNumber = exhibit.columns.map((_, at) => exhibit.cells.some((cells) => Number.isInteger(cells[at])));
  exhibit.columns.forEach((name, at) => addText(add(top, "th", isNumber[at] ? "number" : ""), name));
  for (const cells of exhibit.cells) {
    const line = add(body, "tr");
    cells.forEach((cell, at) => {
      const box = add(line, "td", isNumber[at] ? "number" : "");
      if (Number.isInteger(cell)) drawFigure(box, id, cell); else drawPieces(box, id, cell);
    });
  }
  drawPieces(add(block, "p", "note"), id, exhibit.note);
}

/** What a figure rests on, article after article; of a share, the whole too. */
function drawTraces(box, id, k) {
  const { figures } = anchors.get(id), figure = evidence.quantities[figures[k]];
  box.textContent = "";
  const title = add(box, "h2", "side-title", `${plain(id)} 的依据　`);
  if (!figure) {
    add(box, "p", "empty", "这里没有数字。");
    return;
  }
  if (figures.length > 1) add(title, "b", "", `${k + 1} / ${figures.length}`);
  const traces = figure.traces.map((trace, at) => ({ ...readTrace(trace), weight: figure.weights[at] ?? 1 }));
  const docs = new Set(traces.map((trace) => trace.number).filter((number) => number >= 0));
  const schools = new Set([...docs].map((number) => head.docs[number].school));
  const how = add(box, "p", "how");
  addText(add(how, "b"), figure.shown);
  addText(how, `　${tellHow(figure, docs.size, schools.size)}`);
  const parts = figure.of.length ? add(box, "div", "switch parts") : null, list = add(box, "div", "trace-list");
  list.tabIndex = 0;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "依据的条目");
  const weighed = figure.how === "sum" || figure.weights.length > 0;
  const shown = makeList(list, { height: (item) => (item.head ? 46 : 44), draw: drawTrace, open: (item) => item.hash && go(item.hash) });
  const show = (some) => shown.set(groupTraces(some, weighed), () => false);
  show(traces);
  if (parts) offerParts(parts, [["分子", traces], ["分母", figure.of.map(readTrace)]], show);
}

function offerParts(box, parts, show) {
  const buttons = parts.map(([name, traces]) => add(box, "button", "", `${name} ${traces.length}`));
  const choose = (at) => {
    buttons.forEach((button, other) => button.setAttribute("aria-pressed", other === at));
    show(parts[at][1]);
  };
  buttons.forEach((button, at) => button.addEventListener("click", () => choose(at)));
  choose(0);
}

/** Where a trace leads: its article, the address to go to, and how it is told. */
function readTrace(trace) {
  if (typeof trace === "string") return { number: -1, label: `${plain(trace)}（不在所选文章之内）` };
  if (Array.isArray(trace)) return { number: trace[0], hash: addressOfPlace(...trace), place: trace[1] };
  if (trace < 0) return { number: -1 - trace, hash: head.docs[-1 - trace].id, whole: true };
  const row = asRow(index.rows[trace], trace);
  return { number: row.number, hash: row.id || `${head.docs[row.number].id}@${row.start}`, label: row.label, kind: row.kind };
}

/** Traces below the articles they lie in. */
function groupTraces(traces, weighed) {
  const items = [];
  let number = null;
  for (const trace of [...traces].sort((a, b) => a.number - b.number)) {
    const told = weighed ? trace.weight : undefined, { hash, whole } = trace;
    if (trace.number >= 0 && (whole || trace.number !== number)) {
      items.push({ head: true, number: trace.number, hash: whole ? hash : head.docs[trace.number].id, weight: whole ? told : undefined });
    }
    number = trace.number;
    if (!whole) items.push({ ...trace, weight: told });
  }
  return items;
}

function drawTrace(item, box) {
  box.classList.add(item.head ? "trace-head" : "trace");
  if (item.weight !== undefined) add(box, "span", "weight", `计 ${item.weight}`);
  if (item.head) {
    const doc = head.docs[item.number];
    addText(add(box, "span", "name"), doc.title || doc.file);
    addText(add(box, "span", "sub"), [doc.school, doc.date].filter(Boolean).join("　"));
    return;
  }
  if (item.kind !== undefined) add(box, "span", `tag k-${item.kind}`, head.kinds[item.kind].tag);
  addText(add(box, "span", "label"), item.label ?? quotePassage(index.texts[item.number], item.place));
}

/** The beginning of a passage, for a trace that is no row. */
function quotePassage(text, point) {
  const at = makeUnits(text)(point);
  return text.slice(at, skipHalf(text, at + 60)).replace(/\s+/g, " ");
}
