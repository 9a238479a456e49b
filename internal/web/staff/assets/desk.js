// The desk works without this file. It adds: a menu that is folded on phones,
// J and K in the queue, the size of a file said before it is sent, saving while
// one types, and figures of the report opening beside the table.
(() => {
  "use strict";
  const $$ = (sel, root = document) => Array.from(root.querySelectorAll(sel));

  const menu = document.querySelector(".menu");
  const narrow = matchMedia("(max-width: 760px)");
  const fold = () => { if (menu) menu.open = !narrow.matches; };
  fold();
  narrow.addEventListener("change", fold);

  const summary = document.querySelector(".faults");
  if (summary) summary.focus();

  const queue = document.querySelector("[data-queue]");
  if (queue) document.addEventListener("keydown", (e) => {
    if (e.target.closest("input, textarea, select, [contenteditable]") || e.ctrlKey || e.metaKey || e.altKey) return;
    const step = { j: 1, k: -1 }[e.key.toLowerCase()];
    if (!step) return;
    const links = $$("a", queue);
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))];
    if (next) next.focus();
  });

  // a file that is too big is said so at once; the server says it too
  for (const form of $$("form[data-max]")) {
    const max = Number(form.dataset.max);
    for (const input of $$("input[type=file]", form)) input.addEventListener("change", () => {
      const f = input.files[0];
      input.setCustomValidity(f && f.size > max ? `文件超过${max >> 20} MB，不能上传。请压缩图片或把文件拆成几份。` : "");
      input.reportValidity();
    });
  }

  // saving while one types: at most every ten seconds, only what changed
  for (const form of $$("form[data-autosave]")) {
    const say = form.querySelector("[data-saved]");
    const body = () => {
      const out = new URLSearchParams();
      for (const [k, v] of new FormData(form)) if (typeof v === "string") out.append(k, v);
      return out.toString();
    };
    let last = body(), busy = false, sending = false;
    const save = async () => {
      const now = body();
      if (busy || sending || now === last) return;
      busy = true;
      try {
        const r = await fetch(form.dataset.autosave, {
          method: "POST", body: now, redirect: "manual",
          headers: { "Content-Type": "application/x-www-form-urlencoded" },
        });
        if (r.headers.get("X-Sign-In")) say.textContent = "登录时间已过。内容还在本页，按「保存草稿」后登录即可继续。";
        else if (r.ok) { last = now; say.textContent = "已自动保存 " + (await r.text()).slice(11); }
        else say.textContent = "自动保存没有成功，请按「保存草稿」。";
      } catch {
        say.textContent = "连不上服务器，暂时没有自动保存。请不要关闭本页。";
      }
      busy = false;
    };
    setInterval(save, 10000);
    form.addEventListener("submit", () => { sending = true; });
    addEventListener("pagehide", () => {
      const now = body();
      if (!sending && now !== last) navigator.sendBeacon(form.dataset.autosave, new URLSearchParams(now));
    });
    addEventListener("pageshow", () => { sending = false; });
  }

  // the checks while one types: after a pause, and where the text has them
  for (const form of $$("form[data-check]")) {
    const pane = document.querySelector("[data-check-pane]");
    let last = "", waiting = 0;
    const show = () => {
      if (!window.Highlight || !CSS.highlights) return;
      const surface = form.querySelector(".surface");
      const found = $$("li[data-found]", pane).filter((x) => x.dataset.field === "html" && x.dataset.found.trim()).map((x) => x.dataset.found);
      const ranges = [];
      if (surface) {
        const walk = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT);
        for (let n = walk.nextNode(); n; n = walk.nextNode()) for (const words of new Set(found)) {
          for (let i = n.data.indexOf(words); i >= 0 && ranges.length < 500; i = n.data.indexOf(words, i + words.length)) {
            const r = new Range();
            r.setStart(n, i);
            r.setEnd(n, i + words.length);
            ranges.push(r);
          }
        }
      }
      CSS.highlights.set("finding", new Highlight(...ranges));
    };
    const look = async () => {
      const out = new URLSearchParams();
      for (const [k, v] of new FormData(form)) if (typeof v === "string" && k !== "rev") out.append(k, v);
      const now = out.toString();
      if (now === last) return;
      last = now;
      try {
        const r = await fetch(form.dataset.check, { method: "POST", body: now, redirect: "error", headers: { "Content-Type": "application/x-www-form-urlencoded" } });
        const part = r.ok && new DOMParser().parseFromString(await r.text(), "text/html").querySelector("[data-findings]");
        if (part) { pane.replaceChildren(part); show(); }
      } catch { /* the server checks again when the text is handed in */ }
    };
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 1200); });
    setTimeout(show, 0);
  }

  // a figure opens its entries beside the table; without this it is a page
  const pane = document.querySelector("[data-pane]");
  if (pane) document.addEventListener("click", async (e) => {
    const link = e.target.closest("a[data-cell]");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    pane.hidden = false;
    pane.setAttribute("aria-busy", "true");
    try {
      const r = await fetch(link.href, { redirect: "error" });
      const doc = new DOMParser().parseFromString(await r.text(), "text/html");
      const cell = doc.querySelector("[data-figure]");
      if (!r.ok || !cell) throw new Error("no figure");
      pane.querySelector("[data-body]").replaceChildren(cell);
      $$("[aria-current=true]", document.querySelector(".paper")).forEach((x) => x.removeAttribute("aria-current"));
      link.setAttribute("aria-current", "true");
      pane.focus();
    } catch {
      location.href = link.href;
    }
    pane.removeAttribute("aria-busy");
  });
  if (pane) {
    const shut = () => {
      pane.hidden = true;
      const link = document.querySelector("a[data-cell][aria-current]");
      if (link) { link.removeAttribute("aria-current"); link.focus(); }
    };
    pane.querySelector("[data-shut]").addEventListener("click", shut);
    pane.addEventListener("keydown", (e) => { if (e.key === "Escape") shut(); });
  }

  // the draft answer: what only another kind of answer needs is put away
  const answer = document.querySelector("form[data-answer]");
  if (answer) {
    const reply = answer.querySelector("select");
    const fit = () => {
      for (const x of $$("[data-for]", answer)) x.hidden = !x.dataset.for.split(" ").includes(reply.value) && !x.querySelector(".wrong, .fault");
      for (const x of $$("[data-needed] label", answer)) {
        const mark = x.querySelector("i") || x.appendChild(document.createElement("i"));
        mark.textContent = !reply.value || x.closest("[data-needed]").dataset.needed.split(" ").includes(reply.value) ? "" : "（可不填）";
      }
    };
    reply.addEventListener("change", fit);
    fit();
  }

  // a mark of the narrative goes in where the cursor stands
  let area = document.querySelector("textarea[data-marks]");
  for (const t of $$("textarea[data-marks]")) t.addEventListener("focus", () => { area = t; });
  for (const b of $$("button[data-mark]")) b.addEventListener("click", () => {
    if (!area) return;
    area.setRangeText(b.dataset.mark, area.selectionStart, area.selectionEnd, "end");
    area.focus();
  });
})();
