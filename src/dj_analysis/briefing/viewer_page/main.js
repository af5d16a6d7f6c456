/* The page: what is shown, moving about with the address, filters and keys. */

const state = { view: "clean", article: null, row: null, anchor: "", step: 0, hit: -1, hits: [], mark: null };
const memory = []; // of every step of this visit: how far the reader was scrolled, and what was shown
let list = null, ready = null, turn = 0, mode = "articles";

function start() {
  byId("title").textContent = plain(head.title);
  document.title = plain(head.title);
  if (!("DecompressionStream" in window)) return; // the page says so by itself
  byId("old").hidden = true;
  list = makeList(byId("list"), { height: heightOf, draw: drawItem, open: openItem });
  makeFilters();
  listen();
  refreshList();
  ready = unpack("index").then(async (data) => {
    index = data;
    splitRows();
    if (head.briefing) await loadEvidence();
    refreshList();
  });
  history.replaceState({ step: 0 }, "");
  ready.then(show);
}

/* Moving about */

const addressOf = (target) => `#${encodeURIComponent(target).replaceAll("%2F", "/").replaceAll("%40", "@").replaceAll("%2B", "+")}`;

const addressOfPlace = (number, place, length = 0) => `${head.docs[number].id}@${place}${length ? `+${length}` : ""}`;

/** Go to a row, article, place, claim or exhibit; the way back stays open. */
function go(target) {
  const hash = addressOf(target);
  if (location.hash === hash) show(); else location.hash = hash;
}

const goToRow = (article, row) => go(`${row.id || `${article.doc.id}@${row.points[0]}`}${state.view === "raw" ? "/raw" : ""}`);

function readAddress() {
  let text = location.hash.slice(1);
  try {
    text = decodeURIComponent(text);
  } catch { /* a broken escape: what is written is looked for as it is */ }
  const view = text.endsWith("/raw") ? "raw" : "clean", target = text.replace(/\/raw$/, "");
  const [, anchor, figure] = target.match(/^(.*?)(?:\.(\d+))?$/);
  if (anchors.has(anchor)) return { anchor, figure: Math.max(0, Number(figure || 1) - 1) };
  if (evidence && (target === "依据" || !target)) return { anchor: "", evidence: true };
  const [, id, place, length] = target.match(/^(.*?)(?:@(\d+)(?:\+(\d+))?)?$/s);
  const number = head.docs.findIndex((doc) => doc.id === id);
  if (number >= 0) return { number, view, place: place === undefined ? null : Number(place), length: Number(length || 0) };
  const at = target ? index.rows.findIndex((row) => row[2] === target) : -1;
  if (at >= 0) return { number: index.rows[at][0], view, row: at };
  return { number: head.docs.length ? (state.article ? state.article.number : 0) : -1, view, unknown: target };
}

/** Show what the address names; a step back finds its place again. */
async function show(event) {
  const mine = (turn += 1), target = readAddress(), back = event && history.state && "step" in history.state;
  if (event && !back) history.replaceState({ step: state.step + 1 }, "");
  state.step = history.state ? history.state.step : 0;
  closeMenu();
  setDrawer(false);
  if (target.unknown) tell(`没有编号为 ${plain(target.unknown)} 的条目或文章，可能不在所选文章之内`);
  if (target.evidence || target.anchor) showAnchor(target);
  else if (target.number >= 0) {
    const article = await loadArticle(target.number);
    if (mine !== turn) return;
    showArticle(article, target);
  } else drawNothing();
  if (back && memory[state.step]) byId("reader").scrollTop = memory[state.step].top;
  memory[state.step] = { top: byId("reader").scrollTop, name: nameStep() };
  if (!back) memory.length = state.step + 1;
  drawTools();
  keepFocus();
}

/** What had the focus may be gone: the reader takes it, so that keys go on from there. */
function keepFocus() {
  if (document.activeElement === document.body) byId("reader").focus({ preventScroll: true });
}

function nameStep() {
  if (!state.article) return state.anchor || "依据";
  const { title, file } = state.article.doc;
  return title || file;
}

function showArticle(article, target) {
  const mark = target.length ? [article.unit(target.place), article.unit(target.place + target.length)] : null;
  const other = state.article !== article || state.view !== target.view || String(mark) !== String(state.mark);
  state.hits = findHits(article.number) || [];
  state.view = target.view;
  state.article = article;
  state.mark = mark;
  const first = article.doc.first;
  state.row = target.row !== undefined ? article.rows[target.row - first]
    : article.rows.find((row) => !row.id && row.points[0] === target.place) || null;
  state.anchor = "";
  if (state.row && !showsRow(state.row)) clearRowFilters();
  setTabs();
  if (other) drawReader();
  drawSideNow();
  markChosen();
  list.choose();
  const reader = byId("reader");
  if (state.row) scrollToPlace(reader, state.row[state.view][0], 0.3);
  else if (target.place !== null && target.place !== undefined) {
    const clean = article.unit(target.place), at = state.view === "clean" ? clean : mapPlace(article, clean, "clean");
    scrollToPlace(reader, at, 0.3);
    state.hit = state.hits.findIndex(([from]) => from === clean);
    if (state.hit >= 0) goToHit(0);
  } else if (other) reader.scrollTop = 0;
  document.title = plain(`${article.doc.title || article.doc.file} · ${head.title}`);
}

function showAnchor({ anchor, figure }) {
  const reader = byId("reader");
  if (state.article || !reader.querySelector(".evidence")) drawEvidence(reader);
  state.article = state.row = null;
  state.anchor = anchor;
  setTabs();
  list.choose();
  for (const chosen of reader.querySelectorAll(".chosen")) chosen.classList.remove("chosen");
  document.title = plain(`${anchor || "依据"} · ${head.title}`);
  if (!anchor) {
    byId("side").textContent = "";
    add(byId("side"), "p", "empty", "点一个带下划线的数字，这里列出它依据的每一条；再点一条，就到它在文章中的位置。");
    return;
  }
  const block = [...reader.querySelectorAll("[data-anchor]")].find((one) => one.dataset.anchor === anchor);
  const number = anchors.get(anchor).figures[figure];
  block.classList.add("chosen");
  const button = block.querySelector(`[data-figure="${number}"]`);
  if (button) button.classList.add("chosen");
  block.scrollIntoView({ block: "nearest" });
  drawTraces(byId("side"), anchor, figure);
}

function drawNothing() {
  add(byId("reader"), "p", "empty", "没有文章。");
}

/* Listening */

function listen() {
  addEventListener("hashchange", show);
  byId("reader").addEventListener("scroll", () => {
    if (memory[state.step]) memory[state.step].top = byId("reader").scrollTop;
  });
  byId("reader").addEventListener("click", clickText);
  byId("query").addEventListener("input", (event) => event.isComposing || search());
  byId("query").addEventListener("compositionend", search);
  byId("query").addEventListener("keydown", keyInQuery);
  for (const id of ["school", "group", "theme"]) {
    byId(id).addEventListener("change", (event) => {
      filter[id] = event.target.value;
      refresh();
    });
  }
  byId("reset").addEventListener("click", () => {
    Object.assign(filter, { school: "", group: "", theme: "", kinds: new Set(head.kinds.keys()) });
    refresh();
  });
  byId("list-articles").addEventListener("click", () => setMode("articles"));
  byId("list-rows").addEventListener("click", () => setMode("rows"));
  byId("tab-read").addEventListener("click", () => state.article || goToNeighbour(1));
  byId("tab-evidence").addEventListener("click", () => go("依据"));
  byId("help-open").addEventListener("click", () => byId("help").showModal());
  byId("drawer").addEventListener("click", () => setDrawer(!document.body.classList.contains("drawn")));
  document.addEventListener("keydown", keyOnPage);
  document.addEventListener("click", (event) => byId("menu").contains(event.target) || event.target.closest(".seg") || closeMenu());
}

/** On a narrow window the list lies over the text, when it is wanted. */
function setDrawer(open) {
  document.body.classList.toggle("drawn", open);
  byId("drawer").setAttribute("aria-expanded", open);
}

function setMode(name) {
  mode = name;
  refreshList();
  list.choose();
}

async function search() {
  await ready;
  const terms = readQuery(byId("query").value);
  if (terms.join("\n") === filter.terms.join("\n")) return;
  filter.terms = terms;
  document.body.classList.toggle("searching", terms.length > 0);
  refresh();
}

/** A click on a row of the text chooses it; where several lie upon each other, all are offered. */
function clickText(event) {
  const marked = event.target.closest("[data-rows]");
  if (!marked || !state.article || !getSelection().isCollapsed) return;
  const rows = marked.dataset.rows.split(" ").map((at) => state.article.rows[at]);
  if (rows.length === 1) goToRow(state.article, rows[0]);
  else openMenu(state.article, rows, event.clientX, event.clientY);
}

const isId = (text) => anchors.has(text) || head.docs.some((doc) => doc.id === text) || index.rows.some((row) => row[2] && row[2] === text);

function keyInQuery(event) {
  if (event.isComposing || !["Enter", "ArrowDown", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") {
    if (byId("query").value) {
      byId("query").value = "";
      search();
    } else byId("query").blur();
    return;
  }
  const asked = byId("query").value.trim();
  if (event.key === "Enter" && isId(asked)) {
    go(asked);
    return;
  }
  byId("list").focus();
  list.move(0);
  if (event.key === "Enter" && list.items.length) openItem(list.items[0]);
}

const KEYS = {
  "/": () => byId("query").select(),
  "?": () => byId("help").showModal(),
  j: () => goToNext(1),
  k: () => goToNext(-1),
  n: () => goToNeighbour(1),
  p: () => goToNeighbour(-1),
  r: switchView,
};

function keyOnPage(event) {
  const menu = !byId("menu").hidden, typing = event.target.closest("input, select, textarea, dialog");
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  if (event.key === "Escape") {
    if (menu) closeMenu();
    else if (document.body.classList.contains("drawn")) setDrawer(false);
    else if (state.step > 0) history.back();
  } else if (menu && ["ArrowDown", "ArrowUp"].includes(event.key)) moveInMenu(event.key === "ArrowDown" ? 1 : -1);
  else if (KEYS[event.key] && ready) ready.then(KEYS[event.key]);
  else return;
  event.preventDefault();
}
