"use strict";
const rows = Array.from(document.querySelectorAll("#table tbody tr"), (row) => [row, row.textContent.toLowerCase()]);
const field = (id) => document.getElementById(id);
function filter() {
  const words = field("words").value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = field("class").value, state = field("state").value, flagged = field("flagged").checked;
  let count = 0;
  for (const [row, text] of rows) {
    const data = row.dataset;
    const fits = words.every((word) => text.includes(word)) && (!kind || data.class.split(" ").includes(kind))
      && (!state || data.state === state) && (!flagged || Number(data.high) > 0);
    row.hidden = !fits;
    count += fits;
  }
  field("shown").textContent = `${count} of ${rows.length} shown`;
}
document.querySelector(".filters").addEventListener("input", filter);
document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
filter();
