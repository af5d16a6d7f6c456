/* The briefing: its claims and exhibits, and for every figure the rows it rests on. */

let evidence = null;
const anchors = new Map(); // id of a claim or exhibit: what it is and its figures
const citations = new Map(); // number of a row: ids of the claims and exhibits that rest on it
let traceList = null;

/** How a figure follows from its traces, in words. */
function tellHow({ how, column, traces, of }, docs, schools) {
  const unit = traces.length && traces.every((trace) => trace < 0) ? "篇" : "条", many = `${traces.length} ${unit}`;
  const told = {
    rows: `共 ${many}，逐${unit}如下`,
    documents: `共 ${docs} 篇文章，如下`,
    schools: `分属 ${schools} 所学校，未具名的各算一所`,
    sum: `下列 ${many}之和`,
    value: `取自下面这一${unit}的“${column}”`,
    share: `下列 ${many}，占全部 ${of.length} ${unit}`,
  };
  return `${told[how] || `由下列 ${docs} 篇文章统计得出`}。`;
}

async function loadEvidence() {
  evidence = await unpack("evidence");
  for (const section of evidence.sections) {
    for (const claim of section.claims) addAnchor(claim.id, claim, claim.figures);
    for (const exhibit of section.exhibits) addAnchor(exhibit.id, exhibit, exhibit.cells.flat().filter(Number.isInteger));
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

/** The chapters, in the bar above the briefing. */
function drawContents(tools) {
  const line = add(tools, "span", "toc");
  evidence.sections.forEach(({ heading }, at) => {
    const button = add(line, "button", "plain", plain(heading));
    button.addEventListener("click", () => byId("reader").querySelectorAll(".kicker")[at].scrollIntoView());
  });
}

function openBlock(paper, id, name, classes) {
  const block = add(paper, name, classes);
  block.dataset.anchor = id;
  const link = add(block, "button", "badge", plain(id));
  link.addEventListener("click", () => go(id));
  return block;
}

/** A claim; every figure that stands in its text is a button, the others follow it. */
function drawClaim(paper, claim) {
  const block = openBlock(paper, claim.id, "p", "claim");
  const left = [];
  let at = 0;
  claim.figures.forEach((figure, k) => {
    const { shown } = evidence.quantities[figure], place = shown ? claim.text.indexOf(shown, at) : -1;
    if (place < 0) {
      left.push([figure, k]);
      return;
    }
    addText(block, claim.text.slice(at, place));
    drawFigure(block, claim.id, figure, k);
    at = place + shown.length;
  });
  addText(block, claim.text.slice(at));
  if (left.length) addText(block, "　");
  for (const [figure, k] of left) drawFigure(block, claim.id, figure, k);
}

function drawFigure(block, id, figure, k) {
  const link = add(block, "a", "figure", plain(evidence.quantities[figure].shown || "…"));
  link.dataset.figure = figure;
  link.title = "看它从哪里来";
  link.href = addressOf(`${id}.${k + 1}`);
}

function drawExhibit(paper, exhibit) {
  const block = openBlock(paper, exhibit.id, "figure", "exhibit");
  addText(add(block, "figcaption"), exhibit.title);
  const table = add(add(block, "div", "wide"), "table"), top = add(add(table, "thead"), "tr"), body = add(table, "tbody");
  const isNumber = exhibit.columns.map((_, at) => exhibit.cells.some((cells) => Number.isInteger(cells[at])));
  exhibit.columns.forEach((name, at) => addText(add(top, "th", isNumber[at] ? "number" : ""), name));
  let k = 0;
  for (const cells of exhibit.cells) {
    const line = add(body, "tr");
    cells.forEach((cell, at) => {
      const box = add(line, "td", isNumber[at] ? "number" : "");
      if (Number.isInteger(cell)) drawFigure(box, exhibit.id, cell, k++); else addText(box, cell);
    });
  }
  addText(add(block, "p", "note"), exhibit.note);
}

/** What a figure rests on, article after article. */
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
  if (figure.by) addText(add(box, "p", "by"), `算法：${figure.by}`);
  const list = add(box, "div", "trace-list");
  list.tabIndex = 0;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "依据的条目");
  traceList = makeList(list, { height: (item) => (item.head ? 46 : 44), draw: drawTrace, open: (item) => item.hash && go(item.hash) });
  traceList.set(groupTraces(traces), () => false);
}

/** Where a trace leads: its article, the address to go to, and how it is told. */
function readTrace(trace) {
  if (typeof trace === "string") return { number: -1, label: `${plain(trace)}（不在所选文章之内）` };
  if (Array.isArray(trace)) return { number: trace[0], hash: `${head.docs[trace[0]].id}@${trace[1]}`, label: `第 ${trace[1]} 字起的段落` };
  if (trace < 0) return { number: -1 - trace, hash: head.docs[-1 - trace].id, label: "" };
  const row = asRow(index.rows[trace], trace);
  return { number: row.number, hash: row.id || `${head.docs[row.number].id}@${row.start}`, label: row.label, kind: row.kind };
}

function groupTraces(traces) {
  const items = [];
  let number = null;
  for (const trace of [...traces].sort((a, b) => a.number - b.number)) {
    if (trace.number !== number && trace.number >= 0) items.push({ head: true, number: trace.number, hash: head.docs[trace.number].id });
    number = trace.number;
    if (trace.label) items.push(trace);
  }
  return items;
}

function drawTrace(item, box) {
  box.classList.add(item.head ? "trace-head" : "trace");
  if (item.head) {
    const doc = head.docs[item.number];
    addText(add(box, "span", "name"), doc.title || doc.file);
    addText(add(box, "span", "sub"), [doc.school, doc.date].filter(Boolean).join("　"));
    return;
  }
  if (item.kind !== undefined) add(box, "span", `tag k-${item.kind}`, head.kinds[item.kind].tag);
  addText(add(box, "span", "label"), item.label);
  if (item.weight !== 1) add(box, "span", "weight", `×${item.weight}`);
}
