"use strict";
// Dropping, sending, waiting and copying. Forms and links do the same work without any of it.
(() => {
  const one = (selector) => document.querySelector(selector);

  // --- files that are dropped or chosen ------------------------------------------------------------------
  const sheet = one(".sheet");
  if (sheet) {
    const input = one("#files");
    const list = one(".chosen");
    const show = () => {
      const files = [...input.files];
      list.replaceChildren(...files.map((file) => {
        const item = document.createElement("li");
        item.textContent = `${file.name}, ${Math.max(1, Math.round(file.size / 1000)).toLocaleString("en")} kB`;
        return item;
      }));
      const large = files.reduce((sum, file) => sum + file.size, 0) > Number(sheet.dataset.largest);
      input.setCustomValidity(large ? "That is more than this page takes; give it in parts." : "");
    };
    const holds = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    input.addEventListener("change", show);
    addEventListener("dragover", (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      sheet.classList.add("over");
    });
    addEventListener("dragleave", (event) => event.relatedTarget || sheet.classList.remove("over"));
    addEventListener("drop", (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      sheet.classList.remove("over");
      const all = new DataTransfer();
      for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
      input.files = all.files;
      show();
    });
    one("#text").addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) sheet.requestSubmit();
    });
    show(); // a browser may bring back what was chosen before
  }

  // --- a form is sent once --------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || event.target.method !== "post") return;
    if (button.ariaBusy === "true") event.preventDefault();
    else button.ariaBusy = "true";
  });
  addEventListener("pageshow", () => document.querySelectorAll("[aria-busy]").forEach((each) => (each.ariaBusy = null)));

  // --- an audit that runs -----------------------------------------------------------------------------------
  const progress = one("[data-progress]");
  const look = async () => {
    try {
      const told = await (await fetch(progress.dataset.progress)).json();
      if (!told.runs) return location.reload();
      const lines = [...progress.querySelectorAll("li")].map((item) => item.textContent);
      if (told.steps.join() !== lines.join()) {
        progress.querySelector("ul").replaceChildren(...told.steps.map((step) => {
          const item = document.createElement("li");
          item.textContent = step;
          return item;
        }));
      }
    } catch {
      progress.querySelector("ul").textContent = "The server does not answer. What you gave is kept; start the server again.";
    }
    return setTimeout(look, 300);
  };
  if (progress) look();

  // --- the memo ------------------------------------------------------------------------------------------------
  const copy = one("[data-copy]");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      const status = one(".copied");
      try {
        await navigator.clipboard.writeText(await (await fetch(copy.dataset.copy)).text());
        status.textContent = "The memo is copied, as Markdown.";
      } catch {
        status.textContent = "The memo could not be copied; download it as Markdown instead.";
      }
    });
  }

  // --- what went wrong is read first -----------------------------------------------------------------------------
  one(".error[tabindex]")?.focus();
})();
