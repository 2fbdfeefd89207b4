// Shows the options in an order that the front chooses and the back repeats. Nothing is scored: the learner rates.
(function () {
  "use strict";
  var box = document.getElementById("drill-choices");
  var list = document.getElementById("drill-options");
  if (!box || !list) {
    return;
  }
  var texts = list.children;
  // The back puts its reasons before this script, so that they exist when it runs.
  var reasons = document.getElementById("drill-reasons");
  var onBack = document.getElementById("answer") !== null && reasons !== null;
  var cardId = box.getAttribute("data-id");

  function remembered(name) {
    try {
      return window.sessionStorage.getItem("drill:" + name);
    } catch (ignored) {
      return null;
    }
  }

  function remember(name, value) {
    try {
      window.sessionStorage.setItem("drill:" + name, value);
    } catch (ignored) {
      // Without storage the order comes from the date alone, on both sides.
    }
  }

  function daySeed() {
    var now = new Date();
    var words = cardId + "/" + now.getFullYear() + "/" + now.getMonth() + "/" + now.getDate();
    var seed = 0;
    for (var i = 0; i < words.length; i++) {
      seed = (Math.imul(seed, 31) + words.charCodeAt(i)) | 0;
    }
    return seed;
  }

  // Seeds of neighbouring ids and days are alike; this makes unlike numbers of them (constants: Ettinger's hash prospector).
  function scrambled(value) {
    var mixed = value ^ (value >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  function shuffled(count, seed) {
    var order = [];
    var state = seed;
    for (var i = 0; i < count; i++) {
      order.push(i);
    }
    for (var last = count - 1; last > 0; last--) {
      state = (state + 0x9e3779b9) | 0;
      var other = Math.floor((scrambled(state) / 4294967296) * (last + 1));
      var swap = order[last];
      order[last] = order[other];
      order[other] = swap;
    }
    return order;
  }

  function isOrder(order) {
    var sorted = order.slice().sort(function (a, b) { return a - b; });
    return order.length === texts.length && sorted.every(function (value, place) { return value === place; });
  }

  function orderOnFront() {
    // Only where storage is known to outlive a side (a mark from an earlier card is there) may chance choose freely.
    var seed = remembered("alive") === "1" ? (Math.random() * 4294967296) | 0 : daySeed();
    var order = shuffled(texts.length, seed);
    remember("alive", "1");
    remember("order:" + cardId, order.join(","));
    remember("picked:" + cardId, "");
    return order;
  }

  function orderOnBack() {
    var stored = (remembered("order:" + cardId) || "").split(",").map(Number);
    return isOrder(stored) ? stored : shuffled(texts.length, daySeed());
  }

  function part(name, html) {
    var element = document.createElement("span");
    element.className = name;
    element.innerHTML = html;
    return element;
  }

  function pick(chosen) {
    remember("picked:" + cardId, chosen.getAttribute("data-option"));
    for (var i = 0; i < box.children.length; i++) {
      var isChosen = box.children[i] === chosen;
      box.children[i].className = isChosen ? "option tappable picked" : "option tappable";
      box.children[i].setAttribute("aria-pressed", String(isChosen));
    }
  }

  function optionOnFront(index, letter) {
    var button = document.createElement("button");
    button.setAttribute("type", "button");
    button.setAttribute("data-option", String(index));
    button.setAttribute("aria-pressed", "false");
    button.className = "option tappable";
    button.appendChild(part("letter", letter));
    button.appendChild(part("words", texts[index].innerHTML));
    button.onclick = function () { pick(button); };
    return button;
  }

  function optionOnBack(index, letter) {
    var reason = reasons.children[index];
    var isKey = reason.className === "key";
    var isPicked = remembered("picked:" + cardId) === String(index);
    var row = document.createElement("div");
    row.setAttribute("data-option", String(index));
    row.className = "option" + (isKey ? " key" : "") + (isPicked ? " picked" : "");
    row.appendChild(part("letter", isKey ? "✓" : letter));
    var words = part("words", texts[index].innerHTML);
    if (isKey) {
      words.appendChild(part("mark", box.getAttribute("data-key")));
    }
    if (isPicked) {
      words.appendChild(part("mark", box.getAttribute("data-picked")));
    }
    if (reason.innerHTML) {
      words.appendChild(part("why", reason.innerHTML));
    }
    row.appendChild(words);
    return row;
  }

  var order = onBack ? orderOnBack() : orderOnFront();
  box.textContent = "";
  order.forEach(function (index, place) {
    var letter = String.fromCharCode(65 + place);
    box.appendChild(onBack ? optionOnBack(index, letter) : optionOnFront(index, letter));
  });
})();
