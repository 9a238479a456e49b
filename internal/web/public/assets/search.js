// Suggestions while somebody types into a search field: a combobox with a list
// below it (WAI-ARIA). Nothing is asked while an input method is composing.
// Without scripts the field is a plain one.
const wait = 160, kept = new Map();

const ask = async (address, typed, signal) => {
  const url = address + "?q=" + encodeURIComponent(typed);
  if (!kept.has(url)) {
    const r = await fetch(url, { credentials: "omit", signal });
    if (!r.ok) return [];
    if (kept.size > 200) kept.clear();
    kept.set(url, (await r.json())[1]);
  }
  return kept.get(url);
};

const offer = (form) => {
  const field = form.elements.q, list = document.createElement("ul"), said = document.createElement("p");
  let at = -1, timer = 0, asking = null, typed = field.value;
  list.id = field.id + "-offers";
  list.className = "offers";
  list.hidden = true;
  said.className = "hidden";
  said.setAttribute("role", "status");
  for (const [name, value] of [["role", "listbox"], ["aria-label", "搜索建议"]]) list.setAttribute(name, value);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]]) field.setAttribute(name, value);
  form.append(list, said);

  const options = () => [...list.children];
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const go = (to) => {
    const all = options();
    at = to;
    all.forEach((o, i) => o.setAttribute("aria-selected", String(i === at)));
    field.value = at < 0 ? typed : all[at].textContent;
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else {
      field.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    }
  };
  const show = (words) => {
    if (document.activeElement !== field) return;
    list.replaceChildren(...words.map((w, i) => {
      const o = document.createElement("li");
      o.id = list.id + "-" + i;
      o.textContent = w;
      o.setAttribute("role", "option");
      o.setAttribute("aria-selected", "false");
      return o;
    }));
    at = -1;
    list.hidden = words.length === 0;
    field.setAttribute("aria-expanded", String(words.length > 0));
    field.removeAttribute("aria-activedescendant");
    said.textContent = words.length ? `有${words.length}条搜索建议，按上下方向键选择` : "";
  };
  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const words = await ask(form.dataset.suggest, typed.trim(), signal);
      if (!signal.aborted) show(words);
    } catch { /* no suggestions; the search itself does not need them */ }
  };
  const soon = () => {
    typed = field.value;
    clearTimeout(timer);
    if (typed.trim() === "") { said.textContent = ""; return close(); }
    timer = setTimeout(look, wait);
  };

  field.addEventListener("input", (e) => { if (!e.isComposing) soon(); });
  field.addEventListener("compositionend", soon);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (e) => {
    if (e.isComposing || e.altKey || e.ctrlKey || e.metaKey) return;
    const n = list.children.length, open = !list.hidden;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!open) { if (field.value.trim()) { typed = field.value; look(); } return; }
      // Below the last and above the first stands what was typed.
      const next = e.key === "ArrowDown" ? at + 1 : at - 1;
      go(next >= n ? -1 : next < -1 ? n - 1 : next);
    } else if (e.key === "Escape" && open) {
      e.preventDefault();
      field.value = typed;
      close();
    }
  });
  list.addEventListener("pointerdown", (e) => e.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (e) => {
    const o = e.target.closest("[role=option]");
    if (!o) return;
    field.value = o.textContent;
    close();
    form.requestSubmit();
  });
  form.addEventListener("submit", close);
};

document.querySelectorAll("form[data-suggest]").forEach(offer);
