/* The reader: the article with its bar, clean or raw, and moving through rows, hits and articles. */

const ABOVE = 0.12; // share of the panel's height left above the chosen row, so that its neighbours are seen

function drawReader() {
  const reader = byId("reader"), { article, view } = state, { doc } = article;
  reader.textContent = "";
  add(reader, "div", "tools").id = "tools";
  const paper = add(reader, "div", `paper ${view}`);
  const titled = article.passages.some(({ region }) => head.regions[region][0] === "title");
  addText(add(paper, "p", "meta"), describe(doc));
  addText(add(paper, "h2", titled ? "unseen" : "article-title"), doc.title || doc.file);
  const noise = `原文 ${doc.raw} 字，净文 ${doc.clean} 字，噪声占 ${Math.round(doc.noise * 100)}%`;
  const about = add(paper, "details", "about");
  addText(add(about, "summary"), `${doc.file}　${noise}${doc.repeats ? "　与另一篇重复，不重复计数" : ""}`);
  const table = add(about, "dl");
  head.about.forEach((name, at) => drawEntry(table, name, article.about[at]));
  if (view === "raw") drawRules(paper, article);
  const body = add(paper, "div", "body");
  drawBody(body, article, view, showsRow, state.mark ? [...state.hits, state.mark] : state.hits);
  state.hit = -1;
  drawTools();
}

/** School, unit and date of an article, what is not known left out. */
const describe = ({ school, unit, date }) => [school, school.includes(unit) ? "" : unit, date].filter(Boolean).join("　");

/** What cleaning did to the page, rule by rule. */
function drawRules(paper, { edits }) {
  const counts = new Map();
  for (const { rule } of edits) counts.set(rule, (counts.get(rule) || 0) + 1);
  const line = add(paper, "p", "rules");
  if (!counts.size) line.textContent = "原文一字未改。";
  for (const [rule, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    const [name, tip] = head.rules[rule] || [rule, ""];
    add(line, "span", "rule", `${name} ${count} 处`).title = tip;
  }
}

/** The bar above the text: back, clean or raw, hits, neighbours. */
function drawTools() {
  const tools = byId("tools"), { article, view, hits } = state;
  if (!tools) return;
  tools.textContent = "";
  if (state.step > 0 && memory[state.step - 1]) {
    const back = add(tools, "button", "back", `← 返回 ${plain(memory[state.step - 1].name)}`);
    back.title = "Esc";
    back.addEventListener("click", () => history.back());
  }
  if (!article) {
    drawContents(tools);
    return;
  }
  const views = add(tools, "div", "switch");
  for (const [name, zh] of [["clean", "净文"], ["raw", "原文"]]) {
    const button = add(views, "button", "", zh);
    button.setAttribute("aria-pressed", name === view);
    button.addEventListener("click", () => name !== state.view && switchView());
  }
  if (filter.terms.length) {
    const line = add(tools, "span", "hits", `命中 ${hits.length} 处 `);
    for (const [step, sign, zh] of [[-1, "↑", "上一处"], [1, "↓", "下一处"]]) {
      const button = add(line, "button", "plain", sign);
      button.setAttribute("aria-label", zh);
      button.addEventListener("click", () => goToHit(step));
    }
  }
  const ends = add(tools, "span", "ends");
  for (const [step, zh] of [[-1, "上一篇"], [1, "下一篇"]]) {
    add(ends, "button", "plain", zh).addEventListener("click", () => goToNeighbour(step));
  }
}

/** Clean and raw change places; what was at the upper edge, or the chosen row, stays in sight. */
function switchView() {
  const { article, view, row } = state, reader = byId("reader");
  if (!article) return;
  const at = findPlace(reader), seen = row && isSeen(row.at);
  const other = view === "clean" ? "raw" : "clean";
  state.view = other;
  drawReader();
  drawSideNow();
  markChosen();
  if (seen) scrollToPlace(reader, row[other][0], 0.3);
  else scrollToPlace(reader, mapPlace(article, at, view));
  const id = row && row.id ? row.id : article.doc.id;
  keepFocus();
  history.replaceState({ step: state.step }, "", `#${id}${other === "raw" ? "/raw" : ""}`);
}

const segmentsOf = (at) => byId("reader").querySelectorAll(`[data-rows~="${at}"]`);

function isSeen(at) {
  const { top: above, bottom: below } = byId("reader").getBoundingClientRect();
  return [...segmentsOf(at)].some((one) => one.getBoundingClientRect().bottom > above && one.getBoundingClientRect().top < below);
}

function markChosen() {
  for (const one of byId("reader").querySelectorAll(".chosen")) one.classList.remove("chosen");
  if (state.row) for (const one of segmentsOf(state.row.at)) one.classList.add("chosen");
}

function drawSideNow() {
  const side = byId("side"), before = side.scrollTop, focused = side.contains(document.activeElement);
  const open = drawSide(side, state.article, state.row);
  side.scrollTop = before;
  if (!open) return;
  if (focused) open.focus({ preventScroll: true });
  const { top, bottom } = side.getBoundingClientRect(), panel = open.nextElementSibling.getBoundingClientRect();
  const above = open.getBoundingClientRect().top;
  if (above < top || panel.bottom > bottom) side.scrollTop += above - top - side.clientHeight * ABOVE;
}

/** Bring a place into view and let it light up for a moment. */
function flash(from, to) {
  const reader = byId("reader");
  scrollToPlace(reader, from, 0.3);
  for (const segment of reader.querySelectorAll(".seg")) {
    if (Number(segment.dataset.at) < to && from < Number(segment.dataset.end)) {
      segment.classList.remove("flash");
      requestAnimationFrame(() => segment.classList.add("flash"));
    }
  }
}

function goToHit(step) {
  const { hits, article } = state;
  if (!hits.length) return;
  state.hit = (state.hit + step + hits.length + (state.hit < 0 && step < 0 ? 1 : 0)) % hits.length;
  const places = hits[state.hit].map((at) => (state.view === "clean" ? at : mapPlace(article, at, "clean")));
  flash(places[0], Math.max(places[1], places[0] + 1));
  tell(`第 ${state.hit + 1} 处，共 ${hits.length} 处`);
}

/** The next or previous row that is shown, or claim or exhibit. */
function goToNext(step) {
  if (state.article) {
    const rows = state.article.rows.filter(showsRow), at = rows.indexOf(state.row);
    const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step];
    if (next) goToRow(state.article, next);
  } else if (evidence) {
    const ids = [...anchors.keys()], next = ids[state.anchor ? ids.indexOf(state.anchor) + step : 0];
    if (next) go(next);
  }
}

function goToNeighbour(step) {
  const numbers = listArticles().items.filter((item) => item.hits).map((item) => item.number);
  const at = numbers.indexOf(state.article ? state.article.number : -1), next = numbers[at + step];
  if (next !== undefined) go(head.docs[next].id);
}
