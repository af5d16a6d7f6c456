/* A list of any length: only what is in view is in the page; arrows, Home, End and Enter work in it. */

const SPARE = 300; // pixels drawn beyond either edge

/** Make `box` a list; `draw(item, row)` fills a row's element, `open(item)` is called for a click or Enter. */
function makeList(box, { height, draw, open }) {
  const canvas = add(box, "div", "canvas");
  let items = [], tops = [0], active = -1, chosen = () => false, drawn = "";

  function find(top) {
    let low = 0, high = items.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (tops[middle] <= top) low = middle; else high = middle - 1;
    }
    return Math.max(0, low);
  }

  function show(force = false) {
    const first = find(box.scrollTop - SPARE), last = items.length ? find(box.scrollTop + box.clientHeight + SPARE) : -1;
    const key = `${first}-${last}`;
    if (key === drawn && !force) return;
    drawn = key;
    canvas.textContent = "";
    for (let at = first; at <= last; at += 1) {
      const row = add(canvas, "div", "item");
      row.id = `item-${at}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-posinset", at + 1);
      row.setAttribute("aria-setsize", items.length);
      row.setAttribute("aria-selected", chosen(items[at]));
      row.classList.toggle("active", at === active);
      row.dataset.at = at;
      row.style.top = `${tops[at]}px`;
      row.style.height = `${tops[at + 1] - tops[at]}px`;
      draw(items[at], row);
    }
    if (active >= 0) box.setAttribute("aria-activedescendant", `item-${active}`);
    else box.removeAttribute("aria-activedescendant");
  }

  function reveal(at) {
    if (at < 0) return;
    if (tops[at] < box.scrollTop) box.scrollTop = tops[at];
    else if (tops[at + 1] > box.scrollTop + box.clientHeight) box.scrollTop = tops[at + 1] - box.clientHeight;
  }

  function move(at) {
    if (!items.length) return;
    active = Math.min(items.length - 1, Math.max(0, at));
    reveal(active);
    show(true);
  }

  box.addEventListener("scroll", () => show());
  new ResizeObserver(() => show()).observe(box);
  box.addEventListener("click", (event) => {
    const row = event.target.closest(".item");
    if (!row) return;
    active = Number(row.dataset.at);
    show(true);
    open(items[active]);
  });
  box.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(box.clientHeight / 80));
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: items.length - 1 };
    if (event.key in steps) move(steps[event.key]);
    else if (event.key === "Enter" && active >= 0) open(items[active]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    /** Show other items, from the top. */
    set(list, isChosen) {
      items = list;
      chosen = isChosen;
      active = -1;
      tops = [0];
      for (const item of items) tops.push(tops[tops.length - 1] + height(item));
      canvas.style.height = `${tops[items.length]}px`;
      box.scrollTop = 0;
      show(true);
    },
    /** Mark what is chosen now, and bring it into view. */
    choose() {
      const at = items.findIndex(chosen);
      if (at >= 0) active = at;
      reveal(at);
      show(true);
    },
    move,
    get items() { return items; },
  };
}
