/* Beside the article: its rows, the panel of the chosen one, and the menu where several lie upon each other. */

/** The list of an article's rows that are shown; the chosen one opens its panel. */
function drawSide(box, article, chosen) {
  const rows = article.rows.filter(showsRow);
  box.textContent = "";
  const title = add(box, "h2", "side-title", "本篇条目 ");
  add(title, "b", "", rows.length === article.rows.length ? String(rows.length) : `${rows.length} / ${article.rows.length}`);
  if (!rows.length) add(box, "p", "empty", article.rows.length ? "所选类别和主题在本篇没有条目。" : "本篇没有抽取出条目。");
  const list = add(box, "div", "rows");
  for (const row of rows) {
    const button = drawRowButton(list, row);
    button.addEventListener("click", () => goToRow(article, row));
    if (row !== chosen) continue;
    button.setAttribute("aria-expanded", "true");
    drawPanel(list, article, row);
  }
  return box.querySelector("[aria-expanded]");
}

function drawRowButton(box, { kind, label, at, themes }) {
  const button = add(box, "button", `row k-${kind}`);
  button.dataset.row = at;
  const tag = add(button, "span", "tag", head.kinds[kind].tag);
  tag.title = head.kinds[kind].zh;
  addText(add(button, "span", "label"), label);
  if (themes) add(button, "span", "themes", themes.replaceAll(";", "、"));
  return button;
}

/** Everything known of a row, with ways to its places. */
function drawPanel(box, article, row) {
  const panel = add(box, "div", `panel k-${row.kind}`), kind = head.kinds[row.kind];
  const [start, end, rawStart, rawEnd] = row.points;
  addText(add(panel, "blockquote"), article.clean.slice(...row.clean) || "（此处文字已失）");
  for (const told of row.corrections) drawCorrection(panel, told);
  const table = add(panel, "dl");
  kind.columns.forEach((name, at) => drawEntry(table, name, row.values[at]));
  drawEntry(table, "净文位置", `${start}–${end}`);
  drawEntry(table, "原文位置", `${rawStart}–${rawEnd}`);
  if (row.id) drawEntry(table, kind.key, row.id);
  drawRelatives(panel, article, row);
  const buttons = add(panel, "div", "actions");
  add(buttons, "button", "", state.view === "clean" ? "在原文中看" : "在净文中看").addEventListener("click", switchView);
  if (row.id) add(buttons, "button", "", "复制编号").addEventListener("click", () => copy(row.id));
}

function drawEntry(table, name, value) {
  add(table, "dt", "", name);
  const entry = add(table, "dd", value ? "" : "unknown");
  addText(entry, value || "—");
}

function drawCorrection(panel, [action, column, old, now, reason, who]) {
  const note = add(panel, "p", "correction");
  add(note, "b", "", `更正·${action}`);
  addText(note, column ? `　${column}：${old || "—"} → ${now || "—"}` : "");
  if (reason) addText(note, `　理由：${reason}`);
  if (who) addText(add(note, "span", "who"), `　${who}`);
}

/** Rows a row belongs to or holds, its further places, and the claims that rest on it. */
function drawRelatives(panel, article, row) {
  const groups = [
    ["属于", row.parent >= 0 ? [article.rows[row.parent]] : []],
    [head.kinds[row.kind].table === "models" ? "构成" : "其中", article.rows.filter((other) => other.parent === row.at)],
  ];
  for (const [name, rows] of groups.filter(([, some]) => some.length)) {
    add(panel, "h3", "", name);
    for (const other of rows) drawRowButton(panel, other).addEventListener("click", () => goToRow(article, other));
  }
  const places = article.mentions.filter((mention) => mention.at === row.at);
  if (places.length) add(panel, "h3", "", "另见于");
  for (const { role, ...place } of places) {
    const button = add(panel, "button", "place");
    add(button, "span", "role", head.roles[role]);
    const [from, to] = place[state.view];
    drawSnippet(button, article[state.view], [from, to]);
    button.addEventListener("click", () => flash(from, to));
  }
  const cited = citations.get(article.doc.first + row.at) || [];
  if (cited.length) add(panel, "h3", "", "依据它的论断与图表");
  const links = cited.length ? add(panel, "div", "actions") : null;
  for (const id of cited) add(links, "button", "", plain(id)).addEventListener("click", () => go(id));
}

/** Where several rows lie upon each other, all of them to choose from. */
function openMenu(article, rows, x, y) {
  const menu = byId("menu");
  menu.textContent = "";
  for (const row of rows) {
    const button = drawRowButton(menu, row);
    button.setAttribute("role", "menuitem");
    button.addEventListener("click", () => {
      closeMenu();
      goToRow(article, row);
    });
  }
  menu.hidden = false;
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y + 12, innerHeight - menu.offsetHeight - 8))}px`;
  menu.firstChild.focus();
}

function closeMenu() {
  byId("menu").hidden = true;
}

function moveInMenu(step) {
  const buttons = [...byId("menu").children];
  buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = add(document.body, "textarea", "unseen");
    field.value = text;
    field.select();
    document.execCommand("copy"); // the only way where a page from disk is kept from the clipboard
    field.remove();
  }
  tell(`已复制 ${text}`);
}
