/* The filters with the legend, and the list they govern. */

function makeFilters() {
  fillSelect("school", "全部学校", head.docs.map((doc) => doc.school));
  fillSelect("group", "全部分组", head.docs.map((doc) => doc.group));
  byId("group").hidden = !head.docs.some((doc) => doc.group);
  byId("tab-evidence").hidden = !head.briefing;
  head.kinds.forEach((kind, number) => {
    const chip = add(byId("legend"), "button", `chip k-${number}`);
    add(chip, "span", "tag", kind.tag);
    add(chip, "span", "sample", kind.zh);
    add(chip, "span", "count", String(head.docs.reduce((sum, doc) => sum + doc.counts[number], 0)));
    chip.title = `显示或隐藏${kind.zh}；双击只看${kind.zh}`;
    chip.addEventListener("click", () => toggleKind(number));
    chip.addEventListener("dblclick", () => {
      filter.kinds = new Set([number]);
      refresh();
    });
  });
  const all = add(byId("legend"), "button", "plain", "全选");
  all.id = "kinds-all";
  all.addEventListener("click", () => {
    filter.kinds = new Set(filter.kinds.size === head.kinds.length ? [] : head.kinds.keys());
    refresh();
  });
}

function toggleKind(number) {
  if (!filter.kinds.delete(number)) filter.kinds.add(number);
  refresh();
}

function fillSelect(id, all, values) {
  const counts = new Map(), select = byId(id);
  for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  select.textContent = "";
  add(select, "option", "", all).value = "";
  for (const [value, count] of [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "zh"))) {
    add(select, "option", "", `${plain(value)}（${count}）`).value = value;
  }
}

/** A row that is jumped to has to be seen: filters that hide it are taken off. */
function clearRowFilters() {
  filter.theme = "";
  filter.kinds.add(state.row.kind);
  refreshFilters();
  refreshList();
  drawReader();
}

function refreshFilters() {
  for (const id of ["school", "group", "theme"]) byId(id).value = filter[id];
  head.kinds.forEach((kind, number) => byId("legend").children[number].setAttribute("aria-pressed", filter.kinds.has(number)));
  byId("kinds-all").textContent = filter.kinds.size === head.kinds.length ? "全不选" : "全选";
  byId("reset").hidden = !(narrowed() || !filter.kinds.size || filter.school || filter.group);
}

function refreshList() {
  if (index.rows.length && byId("theme").options.length < 2) {
    fillSelect("theme", "全部主题", index.rows.flatMap((row) => (row[5] ? row[5].split(";") : [])));
  }
  if (!byId("theme").options.length) fillSelect("theme", "全部主题", []);
  refreshFilters();
  const { items, count, hits } = listArticles(), rows = listRows();
  byId("list-articles").textContent = `文章 ${count}`;
  byId("list-rows").textContent = `条目 ${rows.length}`;
  byId("list-articles").setAttribute("aria-pressed", mode === "articles");
  byId("list-rows").setAttribute("aria-pressed", mode === "rows");
  const none = mode === "articles" ? !count : !rows.length;
  byId("found").textContent = none ? "没有找到，换个词，或清除筛选" : filter.terms.length && mode === "articles" ? `${count} 篇中 ${hits} 处` : "";
  list.set(mode === "articles" ? items : rows, isChosen);
}

/** Everything that depends on the filters, the reader staying where it is. */
function refresh() {
  refreshList();
  if (!filter.terms.length) list.choose();
  if (!state.article) return;
  const reader = byId("reader"), { scrollTop } = reader, folds = [...reader.querySelectorAll("details")].map((one) => one.open);
  state.hits = findHits(state.article.number) || [];
  drawReader();
  reader.querySelectorAll("details").forEach((one, at) => { one.open = folds[at]; });
  drawSide(byId("side"), state.article, state.row);
  markChosen();
  reader.scrollTop = scrollTop;
}

const heightOf = (item) => (mode === "rows" ? 54 : item.hit ? 42 : 84);
const isChosen = (item) => Boolean(state.article) && item.number === state.article.number
  && (mode === "rows" ? Boolean(state.row) && item.at === state.article.doc.first + state.row.at : !item.hit);

function drawItem(item, box) {
  const doc = head.docs[item.number];
  if (mode === "rows") {
    box.classList.add("row-item");
    add(box, "span", `tag k-${item.kind}`, head.kinds[item.kind].tag);
    addText(add(box, "span", "name"), item.label);
    addText(add(box, "span", "sub"), doc.school);
  } else if (item.hit) {
    box.classList.add("snippet");
    drawSnippet(box, index.texts[item.number], item.hit);
  } else {
    addText(add(box, "span", "name"), doc.title || doc.file);
    addText(add(box, "span", "sub"), describe(doc));
    const counts = add(box, "span", "counts");
    if (item.hits.length) add(counts, "b", "", `${item.hits.length} 处`);
    doc.counts.slice(0, 4).forEach((count, kind) => count && add(counts, "span", `k-${kind}`, `${head.kinds[kind].tag} ${count}`));
    if (doc.repeats) add(counts, "span", "", "重复");
  }
}

function openItem(item) {
  const doc = head.docs[item.number], hit = item.hit || (item.hits && item.hits[0]);
  if (mode === "rows") go(item.id || `${doc.id}@${item.start}`);
  else go(hit ? `${doc.id}@${pointOf(index.texts[item.number], hit[0])}` : doc.id);
}

/** UTF-16 place as code points, as the tables count. */
const pointOf = (text, at) => Array.from(text.slice(0, at)).length;

function setTabs() {
  byId("tab-read").setAttribute("aria-pressed", Boolean(state.article));
  byId("tab-evidence").setAttribute("aria-pressed", !state.article);
  document.body.classList.toggle("on-evidence", !state.article);
}

function tell(text) {
  byId("live").textContent = text;
  byId("live").classList.remove("told");
  requestAnimationFrame(() => byId("live").classList.add("told"));
}
