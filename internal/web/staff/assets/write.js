// The writing surface: an editable copy of the textarea with a row of tools.
// The textarea stays what is sent; without this script it is what is shown.
// What is pasted is thinned here for the eye and cleaned on the server in earnest.
(() => {
  "use strict";
  const area = document.querySelector("textarea[data-write]");
  if (!area) return;

  const keep = {
    P: [], H2: [], H3: [], H4: [], STRONG: [], EM: [], U: [], S: [], SUB: [], SUP: [], BR: [], HR: [],
    UL: [], OL: ["start"], LI: [], BLOCKQUOTE: [], A: ["href"], IMG: ["src", "alt"], FIGURE: [], FIGCAPTION: [],
    TABLE: [], CAPTION: [], THEAD: [], TBODY: [], TR: [], TH: ["colspan", "rowspan"], TD: ["colspan", "rowspan"],
  };
  const rename = { B: "STRONG", I: "EM", DIV: "P", H1: "H2", H5: "H4", H6: "H4", STRIKE: "S", DEL: "S" };
  const drop = new Set(["SCRIPT", "STYLE", "HEAD", "META", "LINK", "TITLE", "IFRAME", "OBJECT", "SVG", "TEMPLATE", "XML"]);
  const goodLink = (s) => /^(https?:|mailto:|tel:|\/|#|[^:]*$)/i.test(s.trim());
  const blockNames = "P,H2,H3,H4,UL,OL,TABLE,BLOCKQUOTE,FIGURE";

  // thin copies what may stay and walks through what may not.
  const thin = (from, to) => {
    for (const n of from.childNodes) {
      if (n.nodeType === Node.TEXT_NODE) { to.append(n.data); continue; }
      if (n.nodeType !== Node.ELEMENT_NODE) continue;
      let name = n.nodeName.toUpperCase();
      if (drop.has(name)) continue;
      name = rename[name] || name;
      if (name === "P" && n.querySelector(blockNames.toLowerCase())) { thin(n, to); continue; }
      if (!(name in keep)) { thin(n, to); continue; }
      const el = document.createElement(name);
      for (const k of keep[name]) {
        const v = n.getAttribute(k);
        if (v !== null && (k !== "href" && k !== "src" || goodLink(v) || /^data:image\/(png|jpeg|gif|webp);/.test(v))) el.setAttribute(k, v);
      }
      thin(n, el);
      to.append(el);
    }
    return to;
  };
  // pictures of the text are named by hash in the text and fetched from the desk
  const shown = (el) => {
    const files = area.dataset.files;
    for (const i of el.querySelectorAll("img")) {
      const src = i.getAttribute("src") || "";
      if (files && /^\/files\/[0-9a-f]{64}$/.test(src)) i.setAttribute("src", files + src.slice(7) + "/tu");
    }
    return el;
  };
  const sent = (el) => {
    for (const i of el.querySelectorAll("img")) {
      const m = (i.getAttribute("src") || "").match(/\/files\/([0-9a-f]{64})\/tu$/);
      if (m) i.setAttribute("src", "/files/" + m[1]);
    }
    return el;
  };
  const parse = (html) => thin(new DOMParser().parseFromString(html, "text/html").body, document.createDocumentFragment());

  const surface = document.createElement("div");
  surface.className = "surface";
  surface.contentEditable = "true";
  surface.setAttribute("role", "textbox");
  surface.setAttribute("aria-multiline", "true");
  surface.setAttribute("aria-labelledby", "l-html");
  surface.lang = "zh-CN";
  surface.append(shown(parse(area.value)));
  const run = (cmd, value) => { surface.focus(); document.execCommand(cmd, false, value); sync(); press(); };

  const sync = () => {
    const box = document.createElement("div");
    box.append(sent(thin(surface, document.createDocumentFragment())));
    area.value = box.textContent.trim() || box.querySelector("img, table") ? box.innerHTML : "";
  };

  const at = (names) => {
    const s = getSelection();
    let n = s.rangeCount ? s.anchorNode : null;
    while (n && n !== surface) {
      if (n.nodeType === 1 && names.includes(n.nodeName)) return n;
      n = n.parentNode;
    }
    return null;
  };
  const block = (name) => run("formatBlock", "<" + (at([name.toUpperCase()]) ? "p" : name) + ">");

  const insert = (fragment) => {
    const box = document.createElement("div");
    box.append(fragment);
    surface.focus();
    if (!at(["P", "LI", "TD", "TH"])) document.execCommand("formatBlock", false, "<p>");
    run("insertHTML", box.innerHTML);
  };
  const table = () => {
    const size = prompt("表格有几行几列？", "3×3");
    const m = size && size.match(/(\d+)\D+(\d+)/);
    if (!m) return;
    const t = document.createElement("table"), b = t.createTBody();
    for (let r = 0; r < Math.min(50, m[1]); r++) {
      const row = b.insertRow();
      for (let c = 0; c < Math.min(12, m[2]); c++) {
        if (r) row.insertCell().append(document.createElement("br"));
        else { const h = document.createElement("th"); h.append(document.createElement("br")); row.append(h); }
      }
    }
    const p = document.createElement("p");
    p.append(document.createElement("br"));
    const f = document.createDocumentFragment();
    f.append(t, p);
    insert(f);
  };
  const link = () => {
    const old = at(["A"]);
    const href = prompt("链接地址（留空去掉链接）", old ? old.getAttribute("href") : "https://");
    if (href === null) return;
    if (!href.trim() || href.trim() === "https://") { run("unlink"); return; }
    if (!goodLink(href)) { alert("这个地址不能作为链接。请以 https:// 或 / 开头。"); return; }
    if (getSelection().isCollapsed && !old) {
      const a = document.createElement("a");
      a.href = href.trim();
      a.textContent = href.trim();
      const f = document.createDocumentFragment();
      f.append(a);
      insert(f);
    } else run("createLink", href.trim());
  };

  const tools = document.createElement("div");
  tools.className = "tools";
  tools.setAttribute("role", "toolbar");
  tools.setAttribute("aria-label", "正文格式");
  const buttons = [];
  for (const [name, act, on] of [
    ["一级标题", () => block("h2"), () => at(["H2"])],
    ["二级标题", () => block("h3"), () => at(["H3"])],
    ["加粗", () => run("bold"), () => document.queryCommandState("bold")],
    ["列表", () => run("insertUnorderedList"), () => at(["UL"])],
    ["编号", () => run("insertOrderedList"), () => at(["OL"])],
    ["表格", table], ["链接", link, () => at(["A"])],
    ["撤销", () => run("undo")], ["重做", () => run("redo")],
  ]) {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = name;
    b.tabIndex = buttons.length ? -1 : 0;
    b.addEventListener("mousedown", (e) => e.preventDefault()); // the selection stays in the text
    b.addEventListener("click", act);
    buttons.push({ b, on });
    tools.append(b);
  }
  // one stop of the tab key, arrows within
  tools.addEventListener("keydown", (e) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (!step) return;
    e.preventDefault();
    const i = buttons.findIndex((x) => x.b === document.activeElement);
    const to = (i + step + buttons.length) % buttons.length;
    buttons[i].b.tabIndex = -1;
    buttons[to].b.tabIndex = 0;
    buttons[to].b.focus();
  });
  const press = () => {
    for (const { b, on } of buttons) if (on) b.setAttribute("aria-pressed", String(Boolean(on())));
  };

  const raw = document.createElement("button");
  raw.type = "button";
  raw.textContent = "看源码";
  raw.addEventListener("click", () => {
    const show = area.hidden;
    if (!show) surface.replaceChildren(shown(parse(area.value)));
    area.hidden = !show;
    surface.hidden = show;
    raw.setAttribute("aria-pressed", String(show));
  });
  tools.append(raw);

  // the first words of an empty text are a paragraph, too
  const begin = () => {
    if (surface.firstChild) return;
    const p = document.createElement("p");
    p.append(document.createElement("br"));
    surface.append(p);
  };
  begin();
  surface.addEventListener("input", () => { begin(); sync(); });
  surface.addEventListener("paste", (e) => {
    const html = e.clipboardData.getData("text/html");
    const text = e.clipboardData.getData("text/plain");
    if (!html && !text) return;
    e.preventDefault();
    if (html) { insert(parse(html)); return; }
    const f = document.createDocumentFragment();
    const lines = text.split(/\r?\n/).filter((s) => s.trim());
    if (lines.length < 2) { run("insertText", text); return; }
    for (const l of lines) { const p = document.createElement("p"); p.textContent = l.trim(); f.append(p); }
    insert(f);
  });
  surface.addEventListener("click", (e) => {
    if (e.target.nodeName !== "IMG") return;
    const alt = prompt("图片说明：给看不见图片的人说清楚图里是什么", e.target.alt);
    if (alt !== null) { e.target.alt = alt.trim(); sync(); }
  });
  surface.addEventListener("drop", (e) => { if (e.dataTransfer.files.length) e.preventDefault(); });
  document.addEventListener("selectionchange", () => { if (surface.contains(getSelection().anchorNode)) press(); });
  document.execCommand("defaultParagraphSeparator", false, "p");

  area.before(tools, surface);
  area.hidden = true;
  document.querySelector("label[for=f-html]").addEventListener("click", (e) => { e.preventDefault(); surface.focus(); });
  // a link of the fault summary leads to the surface, which stands for the field
  addEventListener("hashchange", () => { if (location.hash === "#f-html") surface.focus(); });
})();
