"use strict";
// Filters, keys and marks. The page reads, links and prints without any of it.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const cards = all(".card");
  const tools = document.querySelector(".tools");
  const shown = () => cards.filter((card) => !card.hidden);

  // --- filters ---------------------------------------------------------------------------------------
  const refilter = () => {
    const groups = new Set(all("[name=group]:checked", tools).map((box) => box.value));
    const mark = tools.elements.mark ? tools.elements.mark.value : "";
    for (const card of cards) {
      const marks = card.dataset.marks.split(" ");
      card.hidden = !groups.has(card.dataset.group) || (mark !== "" && !marks.includes(mark));
    }
    const status = tools.querySelector(".shown");
    const count = shown().length;
    status.textContent = count === cards.length ? `${count} findings` : `${count} of ${cards.length} findings`;
  };
  const unfilter = () => {
    for (const box of all("[name=group]", tools)) box.checked = true;
    if (tools.elements.mark) tools.elements.mark.value = "";
    refilter();
  };
  if (tools) {
    tools.hidden = false;
    tools.addEventListener("change", refilter);
    tools.addEventListener("submit", (event) => event.preventDefault());
    refilter(); // a browser may bring back what was chosen before
  }

  // --- the text ---------------------------------------------------------------------------------------
  const clear = () => all(".on").forEach((piece) => piece.classList.remove("on"));
  const beside = (paper) => getComputedStyle(paper).overflowY === "auto";
  const scrollTo = (piece, paper) => {
    const offset = piece.getBoundingClientRect().top - paper.getBoundingClientRect().top;
    paper.scrollTop += offset - paper.clientHeight / 3;
  };
  const markFrom = (first, end) => {
    clear();
    const pieces = all("[data-end]", first.closest(".text"));
    for (const piece of pieces.slice(pieces.indexOf(first))) {
      if (Number(piece.dataset.start) >= end) break;
      piece.classList.add("on");
    }
  };
  const showQuote = (link) => {
    const piece = document.getElementById(link.hash.slice(1));
    if (!piece || !piece.closest(".text")) return false;
    const paper = piece.closest(".paper");
    markFrom(piece, Number(link.dataset.end));
    history.pushState(null, "", link.hash);
    if (beside(paper)) {
      scrollTo(piece, paper);
      paper.scrollIntoView({ block: "nearest" });
    } else {
      piece.scrollIntoView({ block: "center" });
    }
    piece.tabIndex = -1;
    piece.focus({ preventScroll: true });
    return true;
  };

  // --- from finding to finding --------------------------------------------------------------------------
  let last = null;
  const showCard = (card) => {
    last = card;
    reveal(card);
    clear();
    const own = all(`.text [data-in~="${card.id}"]`);
    own.forEach((piece) => piece.classList.add("on"));
    const first = own.find((piece) => piece.matches(".hl"));
    const paper = first && first.closest(".paper");
    if (paper && beside(paper)) scrollTo(first, paper);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };
  const reveal = (target) => {
    const card = target && target.closest(".card");
    if (card && card.hidden) unfilter();
    for (let part = target; part; part = part.parentElement) {
      if (part.matches("details")) part.open = true;
    }
  };
  const step = (by) => {
    const list = shown();
    const at = list.indexOf(document.activeElement.closest(".card") || last);
    const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by;
    if (list[next]) showCard(list[next]);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link && plain) {
      const target = document.getElementById(link.hash.slice(1));
      reveal(target);
      if (link.dataset.end !== undefined && showQuote(link)) {
        event.preventDefault();
      } else if (target && target.matches(".card")) {
        event.preventDefault();
        history.pushState(null, "", link.hash);
        showCard(target);
      }
      return;
    }
    const piece = event.target.closest(".text .hl");
    if (piece && getSelection().isCollapsed) {
      const card = document.getElementById(piece.dataset.in.split(" ")[0]);
      if (card) showCard(card);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, textarea, input:not([type=checkbox])")) return;
    const keys = tools && tools.elements.keys.checked;
    if (keys && event.key === "j") step(1);
    else if (keys && event.key === "k") step(-1);
    else if (event.key === "Enter" && event.target.matches(".card")) {
      const quote = event.target.querySelector(".excerpts a[data-end]");
      if (quote) showQuote(quote);
    }
  });

  // --- print: everything open -----------------------------------------------------------------------------
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((part) => (part.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((part) => (part.open = false)));
})();
