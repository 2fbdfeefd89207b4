(function () {
  function value(row, at) {
    var cell = row.cells[at];
    return cell.hasAttribute("data-v") ? parseFloat(cell.getAttribute("data-v")) : cell.textContent;
  }
  function sort(head) {
    var at = head.cellIndex, up = head.getAttribute("aria-sort") === "descending";
    var body = head.closest("table").tBodies[0], rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (one, other) {
      var a = value(one, at), b = value(other, at), empty = (a === "") - (b === "");
      if (empty) { return empty; }
      var order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang);
      return up ? order : -order;
    });
    Array.prototype.forEach.call(head.parentNode.cells, function (other) { other.setAttribute("aria-sort", "none"); });
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.forEach(function (row) { body.appendChild(row); });
  }
  Array.prototype.forEach.call(document.querySelectorAll("th"), function (head) {
    head.addEventListener("click", function () { sort(head); });
    head.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(head); }
    });
  });
})();
