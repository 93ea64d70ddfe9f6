// SPDX-License-Identifier: MIT
// Filters, keys and the charts' links of --format=html. Without it the page still shows everything.
"use strict";
(() => {
  const form = document.getElementById("filter");
  const boxes = [...form.querySelectorAll("[name=label]")];
  const count = document.getElementById("count");
  const articles = [...document.querySelectorAll("article")];
  const sentences = articles.flatMap((article) => [...article.querySelectorAll(".s")].map((node) => ({
    node,
    article,
    day: article.dataset.d ?? "",
    cards: [...node.lastElementChild.children].map((card) => ({ node: card, ...card.dataset })),
  })));
  const total = sentences.reduce((sum, sentence) => sum + sentence.cards.length, 0);
  const has = (value, part) => value.toLowerCase().includes(part);
  // A name in quotation marks is a whole one: what charts count.
  const names = (value, part) => /^".*"$/.test(part) ? has(`; ${value}; `, `; ${part.slice(1, -1)}; `) : has(value, part);

  function chosen() {
    const labels = boxes.filter((box) => box.checked).map((box) => box.value);
    return {
      labels: new Set(labels),
      source: form.elements.source.value.trim().toLowerCase(),
      target: form.elements.target.value.trim().toLowerCase(),
      certainty: form.elements.certainty.value,
      from: form.elements.from?.value ?? "",
      to: form.elements.to?.value ?? "",
    };
  }

  const inTime = (day, want) => (want.from === "" || day >= want.from) &&
    (want.to === "" || (day !== "" && day <= want.to));
  const fits = (card, want) => want.labels.has(card.l) && names(card.s, want.source) && names(card.t, want.target) &&
    (want.certainty === "" || (want.certainty === "none" ? card.c === "" : has(card.c, want.certainty)));

  function apply() {
    const want = chosen();
    const all = form.elements.all.checked;
    const open = new Set();
    let shown = 0;
    for (const sentence of sentences) {
      let any = false;
      const timely = inTime(sentence.day, want);
      for (const card of sentence.cards) {
        const fit = timely && fits(card, want);
        card.node.hidden = !fit;
        any = any || fit;
        shown += fit;
      }
      sentence.node.classList.toggle("off", !any);
      if (any) open.add(sentence.article);
    }
    for (const article of articles) article.hidden = !all && !open.has(article);
    count.textContent = `${shown} of ${total} records`;
  }

  function fill(values) {
    for (const name of ["source", "target", "certainty", "from", "to"]) {
      if (values.has(name) && form.elements[name]) form.elements[name].value = values.get(name);
    }
    if (values.has("label")) {
      const labels = values.get("label").split(",");
      for (const box of boxes) box.checked = labels.includes(box.value);
    }
    apply();
  }

  function follow(event) {
    const link = event.target.closest("[data-s], [data-from]");
    if (!link || link.classList.contains("card")) return;
    event.preventDefault();
    const { s, t, l, from, to } = link.dataset;
    const pair = [["source", `"${s}"`], ["target", `"${t}"`], ["label", l || "claim,denial"]];
    fill(new Map(from ? [["from", from], ["to", to]] : pair));
    form.scrollIntoView();
  }

  // To this script a card is the text of a noscript, which is markup, escaped like all of the page.
  function unfold(event) {
    const cards = event.target.closest(".s")?.lastElementChild;
    for (const card of cards?.querySelectorAll("noscript") ?? []) card.parentNode.innerHTML = card.textContent;
    if (cards && event.target.matches("button")) {
      cards.id ||= `cards-${sentences.findIndex((sentence) => sentence.node === cards.parentNode)}`;
      event.target.setAttribute("aria-describedby", cards.id);
    }
  }

  function step(by) {
    const buttons = [...document.querySelectorAll("article:not([hidden]) .s:not(.off) > button:first-of-type")];
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[at < 0 ? (by > 0 ? 0 : buttons.length - 1) : at + by];
    if (next) {
      next.focus();
      next.scrollIntoView({ block: "center" });
    }
  }

  // What is hovered over stays shut until the pointer comes back.
  function close() {
    document.activeElement.blur();
    const hovered = document.querySelector(".s:hover");
    hovered?.classList.add("shut");
    hovered?.addEventListener("pointerleave", () => hovered.classList.remove("shut"), { once: true });
  }

  function key(event) {
    const field = event.target.matches("input, select");
    if (event.key === "Escape") close();
    else if (field || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === "j" || event.key === "n") step(1);
    else if (event.key === "k" || event.key === "p") step(-1);
    else if (event.key === "/") {
      event.preventDefault();
      form.elements.source.focus();
    }
  }

  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("click", follow);
  document.addEventListener("pointerover", unfold);
  document.addEventListener("focusin", unfold);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") follow(event);
    key(event);
  });
  form.hidden = false;
  fill(new URLSearchParams(location.hash.slice(1)));
})();
