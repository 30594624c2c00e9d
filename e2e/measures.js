// What can be measured on a page as it stands. Each function returns findings in words; an empty list is good.
// It runs as one expression: ({...}); so it needs nothing from the page, and works where the page's own scripts do not.
({
  // --- texts -------------------------------------------------------------------------------------------

  isShown(element) {
    return element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true });
  },

  // Hidden from the eye on purpose, for those who listen: cut to nothing by a clip path.
  isForEars(element) {
    for (let each = element; each; each = each.parentElement) {
      if (getComputedStyle(each).clipPath === "inset(50%)") return true;
    }
    return false;
  },

  name(element) {
    const words = (element.innerText || element.value || element.textContent || "").trim().replace(/\s+/g, " ");
    return `<${element.localName}${element.id ? "#" + element.id : ""} class="${element.className?.baseVal ?? element.className}"> ${words.slice(0, 40)}`;
  },

  texts() {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !this.isShown(element) || this.isForEars(element) || element.closest("svg")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5 && box.bottom + scrollY > 0);
      if (boxes.length) found.push({ node, element, boxes });
    }
    return found;
  },

  block(element) {
    while (["inline", "contents"].includes(getComputedStyle(element).display)) element = element.parentElement;
    return element;
  },

  // Words that are cut off, that leave the page sideways, or that spill out of the box they stand in.
  clipped() {
    const findings = [], wide = document.documentElement.clientWidth;
    for (const { node, element, boxes } of this.texts()) {
      const words = node.data.trim().slice(0, 30);
      for (const box of boxes) {
        if (box.left < -1 || box.right > wide + 1) findings.push(`leaves the page: ${words}`);
        const home = this.block(element).getBoundingClientRect();
        if (box.left < home.left - 2 || box.right > home.right + 2 || box.top < home.top - 3 || box.bottom > home.bottom + 3) {
          findings.push(`spills out of ${this.name(this.block(element))}`);
        }
        for (let each = element; each && each !== document.body; each = each.parentElement) {
          const style = getComputedStyle(each), edge = each.getBoundingClientRect();
          const cutsX = style.overflowX !== "visible" && (box.left < edge.left - 1 || box.right > edge.right + 1);
          const cutsY = style.overflowY !== "visible" && (box.top < edge.top - 1 || box.bottom > edge.bottom + 1);
          if (cutsX || cutsY) findings.push(`cut by ${this.name(each)}: ${words}`);
        }
      }
    }
    return [...new Set(findings)];
  },

  // Words that lie on other words.
  overlapping() {
    const findings = [], all = this.texts().flatMap((each) => each.boxes.map((box) => ({ ...each, box })));
    for (let i = 0; i < all.length; i++) {
      for (let j = i + 1; j < all.length; j++) {
        const one = all[i].box, other = all[j].box;
        if (all[i].node === all[j].node) continue;
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 2 && down > 4) findings.push(`${all[i].node.data.trim().slice(0, 30)} lies on ${all[j].node.data.trim().slice(0, 30)}`);
      }
    }
    return findings;
  },

  // A page or a part of it that must be scrolled sideways.
  sideways() {
    const page = document.documentElement, findings = [];
    if (page.scrollWidth > page.clientWidth) findings.push(`the page is ${page.scrollWidth} wide on ${page.clientWidth}`);
    for (const each of document.querySelectorAll("body *")) {
      const scrolls = ["auto", "scroll"].includes(getComputedStyle(each).overflowX);
      if (scrolls && each.localName !== "input" && each.scrollWidth > each.clientWidth + 1) findings.push(`scrolls sideways: ${this.name(each)}`);
    }
    return findings;
  },

  // Controls outside the page, or under something else, once they are scrolled to.
  unreachable() {
    const findings = [], wide = document.documentElement.clientWidth, before = scrollY;
    for (const each of this.controls()) {
      if (each.matches(".skip-link")) continue;
      each.scrollIntoView({ block: "center", behavior: "instant" });
      scrollTo({ left: 0, behavior: "instant" });
      const box = each.getClientRects()[0], x = box.left + box.width / 2, y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
      const top = document.elementFromPoint(x, y);
      if (box.left < -1 || box.right > wide + 1) findings.push(`outside the page: ${this.name(each)}`);
      else if (!top || !(each.contains(top) || top.contains(each))) findings.push(`covered: ${this.name(each)}`);
    }
    scrollTo({ top: before, behavior: "instant" });
    return findings;
  },

  // Lines that are too close or too long, and text that is stretched to both edges.
  hardToRead() {
    const findings = [], blocks = new Map();
    for (const { element, boxes, node } of this.texts()) {
      const block = this.block(element), found = blocks.get(block) ?? { letters: 0, width: 0, widest: 0, lines: 0 };
      found.letters += node.data.trim().length;
      found.lines += boxes.length;
      for (const box of boxes) found.width += box.width, found.widest = Math.max(found.widest, box.width);
      blocks.set(block, found);
    }
    for (const [block, { letters, width, widest, lines }] of blocks) {
      const style = getComputedStyle(block), size = parseFloat(style.fontSize);
      const leading = style.lineHeight === "normal" ? 1.2 : parseFloat(style.lineHeight) / size;
      if (leading < 1.49) findings.push(`lines ${leading} high: ${this.name(block)}`);
      if (style.textAlign === "justify") findings.push(`justified: ${this.name(block)}`);
      const long = Math.round((letters * widest) / width);
      if (lines > 1 && long > 80) findings.push(`${long} letters in a line: ${this.name(block)}`);
    }
    return findings;
  },

  // Edges of fields and buttons that differ by less than 3 to 1 from what they stand on.
  faintEdges() {
    const parse = (colour) => colour.match(/[\d.]+/g).map(Number);
    const isClear = (colour) => parse(colour)[3] === 0;
    const luminance = (colour) => {
      const [r, g, b] = parse(colour).slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
      const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    const ground = (element) => {
      for (let each = element; each; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor;
        if (!isClear(colour)) return colour;
      }
      return "rgb(255, 255, 255)";
    };
    const findings = [];
    for (const each of document.querySelectorAll("input:not([type=hidden]), button, .button, .choice, .card-list a")) {
      const style = getComputedStyle(each), below = ground(each.parentElement);
      if (!this.isShown(each)) continue;
      const edge = Math.max(contrast(style.borderTopColor, below), isClear(style.backgroundColor) ? 1 : contrast(style.backgroundColor, below));
      if (edge < 3) findings.push(`edge ${edge.toFixed(1)} to 1: ${this.name(each)}`);
    }
    return findings;
  },

  // --- order -------------------------------------------------------------------------------------------

  // Words that a page has before others, but shows after them: above, or to the left on the same line.
  outOfOrder() {
    const findings = [], all = this.texts().filter(({ element }) => !element.closest("[aria-hidden=true]"));
    for (let at = 1; at < all.length; at++) {
      const one = all[at - 1].boxes[0], last = all[at - 1].boxes.at(-1), other = all[at].boxes[0];
      const isAbove = other.bottom <= one.top + 2 && other.left < last.right - 2;
      const isLeft = Math.min(last.bottom, other.bottom) - Math.max(last.top, other.top) > 4 && other.right <= last.left + 2;
      if (isAbove || isLeft) findings.push(`${all[at].node.data.trim().slice(0, 30)} is seen before ${all[at - 1].node.data.trim().slice(0, 30)}`);
    }
    return findings;
  },

  // What is lost or comes out of its order where no style sheet arrives; words that only a style sheet says.
  withoutStyles() {
    const words = () => {
      const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.data.trim() && this.isShown(node.parentElement)) found.push({ node, top: 0 });
      }
      return found;
    };
    const findings = [];
    for (const each of document.querySelectorAll("body *")) {
      for (const part of ["::before", "::after"]) {
        // With `/ ""` behind them words are for the eye alone: what they say, the control beside them says too.
        const content = getComputedStyle(each, part).content;
        if (/^"[^"]*[\p{L}\p{N}][^"]*"$/u.test(content) && !each.closest("[aria-hidden=true]")) findings.push(`${content} is said by a style alone`);
      }
    }
    const before = words(), sheets = [...document.styleSheets];
    sheets.forEach((each) => { each.disabled = true; });
    const after = words(), places = new Map(after.map(({ node }, at) => [node, at]));
    for (const { node } of before) if (!places.has(node)) findings.push(`without styles is lost: ${node.data.trim().slice(0, 40)}`);
    const known = new Set(before.map(({ node }) => node));
    for (const { node } of after) {
      const isFolded = node.parentElement.closest("[aria-hidden=true], template");
      if (!known.has(node) && !isFolded) findings.push(`only without styles is there: ${node.data.trim().slice(0, 40)}`);
    }
    findings.push(...this.outOfOrder().map((each) => `without styles, ${each}`), ...this.overlapping());
    for (const each of this.controls()) {
      if (!each.getBoundingClientRect().width) findings.push(`without styles cannot be pressed: ${this.name(each)}`);
    }
    sheets.forEach((each) => { each.disabled = false; });
    return findings;
  },

  // How a page is built: its elements in order, with all that styles and keys can tell of each, without its words.
  // Of data for scripts only names count where the value is words; of many alike in a row, three stand for all.
  build() {
    const attributes = /^(class|type|style|hidden|disabled|readonly|required|checked|open|tabindex|contenteditable|dir|rows|size|colspan|controls|data-.*|aria-(current|invalid|hidden|expanded|checked|selected|disabled|pressed|sort))$/;
    const isWords = ({ name, value }) => name.startsWith("data-") && !/^[a-z0-9-]*$/.test(value);
    const kept = (each) => [...each.attributes].filter((one) => attributes.test(one.name)).map((one) => isWords(one) ? one.name : `${one.name}=${one.value}`);
    const isOneOfMany = (one, at, all) => one === all[at - 1] && one === all[at - 2] && one === all[at - 3];
    const inside = (each) => [...each.children].map(tree).filter((...one) => !isOneOfMany(...one)).join("");
    const tree = (each) => `<${each.localName} ${kept(each).sort().join(" ")} ${each.checked ?? ""} ${!!each.href && each.protocol}>${inside(each)}</>`;
    return tree(document.documentElement);
  },

  // What is the same on all pages: the landmarks in their order, and where the links of the head and the foot lead.
  frame() {
    const landmarks = [...document.querySelectorAll("header, main, footer")].map((each) => each.localName);
    const links = [...document.querySelectorAll("header a, footer a")].map((each) => {
      const path = each.getAttribute("hreflang") ? `?language=${each.hreflang}` : each.getAttribute("href").split("?")[0];
      return `${each.closest("header, footer").localName}: ${each.textContent.trim().replace(/\s+/g, " ")} ${path}`;
    });
    return [...landmarks, ...links];
  },

  // --- controls ----------------------------------------------------------------------------------------

  controls() {
    const every = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, audio[controls], video[controls], [tabindex]:not([tabindex="-1"])';
    return [...document.querySelectorAll(every)].filter((each) => this.isShown(each) && !each.disabled);
  },

  // A link within a sentence: words that are no link stand beside it in the same paragraph.
  isInSentence(element) {
    if (element.localName !== "a" || getComputedStyle(element).display !== "inline") return false;
    const around = this.block(element).cloneNode(true);
    around.querySelectorAll("a").forEach((each) => each.remove());
    return /\p{L}{2}/u.test(around.textContent);
  },

  // Targets under 44 by 44 pixels; a label that holds its radio is part of the target.
  smallTargets() {
    const findings = [];
    for (const each of this.controls()) {
      if (this.isInSentence(each)) continue;
      const box = (each.closest("label") ?? each).getBoundingClientRect();
      if (box.width < 43.5 || box.height < 43.5) findings.push(`${Math.round(box.width)} by ${Math.round(box.height)}: ${this.name(each)}`);
    }
    return findings;
  },

  // Stops without a name, and two of one name that lead to different things: nobody could tell them apart by ear.
  namesakes() {
    const findings = [], known = new Map(), words = (text) => text.trim().replace(/\s+/g, " ");
    const group = (each) => words(each.closest("fieldset")?.querySelector("legend")?.textContent ?? "");
    for (const each of this.controls()) {
      const labels = [...(each.labels ?? [])].map((label) => label.textContent).join(" ");
      const titles = (each.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
      const said = words(each.getAttribute("aria-label") ?? (words(titles) || labels || each.textContent));
      if (!said) findings.push(`without a name: ${this.name(each)}`);
      const isField = each.matches("input, select, textarea"), form = each.form;
      const fields = form && !isField ? [...new FormData(form, each)].map((pair) => pair.join("=")).sort().join("&") : "";
      const leads = each.href ?? (isField ? each.id : form ? `${form.method} ${form.action} ${fields}` : each.outerHTML);
      const name = `${each.localName} ${group(each)} ${said}`;
      if (known.has(name) && known.get(name) !== leads) findings.push(`two are called “${said}”: ${known.get(name)} and ${leads}`);
      known.set(name, leads);
    }
    return findings;
  },

  // --- looks -------------------------------------------------------------------------------------------
  // A browser draws what has the same style, on the same ground, in the same way: one of each look is looked at closely.

  ground(element) {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (!/, 0\)$/.test(colour) && colour !== "transparent") return colour;
    }
    return "canvas";
  },

  // Every ground from here up to the first that hides those below it.
  grounds(element) {
    const found = [];
    for (let each = element; each; each = each.parentElement) {
      const { backgroundColor, backgroundImage } = getComputedStyle(each), isClear = /, 0\)$/.test(backgroundColor);
      if (!isClear || backgroundImage !== "none") found.push(`${backgroundColor} ${backgroundImage}`);
      if (!isClear) break;
    }
    return found.join(", ");
  },

  lookOf(element, ...parts) {
    const style = getComputedStyle(element);
    return [element.localName, element.type ?? "", this.ground(element), ...parts.map((part) => style[part])].join("|");
  },

  // One of each look of what can have the focus: how it is drawn with the focus, on which grounds, and where it is.
  // Whoever asks has pressed a key before: the focus is a keyboard's.
  stopLooks() {
    const looks = [];
    for (const [at, each] of this.controls().entries()) {
      each.focus({ preventScroll: true });
      const { ring, pieces, landmark } = this.focused() ?? { ring: "no focus", pieces: [] };
      const own = this.lookOf(each, "color", "backgroundColor", "backgroundImage", "borderTopColor", "borderTopWidth", "display");
      const state = [each.checked, each.getAttribute("aria-current"), each.getAttribute("aria-invalid")];
      looks.push({ look: [own, ring, pieces.length > 1, landmark, this.grounds(each.parentElement), state].join("|"), at });
    }
    document.activeElement?.blur();
    return looks;
  },

  focusOn(at) {
    this.controls()[at].focus();
  },

  // One of each look of a text: its first line, on the page.
  textLooks() {
    const looks = [];
    for (const { element, boxes, node } of this.texts()) {
      const style = getComputedStyle(element);
      const look = [this.ground(element), style.color, style.fontFamily, style.fontSize, style.fontWeight, style.opacity].join("|");
      looks.push({ look, words: node.data.trim().slice(0, 30), box: this.onPage(boxes[0]) });
    }
    return looks;
  },

  // One of each look of a field or a button: where its edges are.
  edgeLooks() {
    const looks = [];
    for (const each of document.querySelectorAll("input:not([type=hidden]), select, textarea, button, .button, .choice, .card-list a")) {
      if (!this.isShown(each)) continue;
      const look = [this.lookOf(each, "backgroundColor", "borderTopColor", "borderTopWidth", "borderTopStyle"), this.ground(each.parentElement), each.checked].join("|");
      looks.push({ look, words: this.name(each), box: this.onPage(each.getBoundingClientRect()) });
    }
    return looks;
  },

  // --- focus -------------------------------------------------------------------------------------------

  // One stop for each control; a group of radios is one stop.
  keyOf(element, among = this.controls()) {
    if (element.type === "radio") return `radios ${element.name} of form ${[...document.forms].indexOf(element.form)}`;
    return `${among.indexOf(element)} ${element.localName}`;
  },

  stops() {
    const all = this.controls();
    return [...new Set(all.map((each) => this.keyOf(each, all)))];
  },

  // Whether a walk by Tab comes to an element forwards or backwards from where the focus is.
  wayTo(element) {
    const here = document.activeElement, isSomewhere = here && here !== document.body;
    const isBehind = isSomewhere && !!(here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
    return { key: this.keyOf(element), isBehind: !!isBehind, hasArrived: !!isSomewhere && this.keyOf(here) === this.keyOf(element) };
  },

  // How far from a box what holds it lets anything be drawn: on each side up to the width of a ring.
  cutAround(element, box) {
    const free = [20, 20, 20, 20];
    for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
      if (getComputedStyle(each).overflow === "visible") continue;
      const edge = each.getBoundingClientRect();
      const here = [box.left - edge.left, box.top - edge.top, edge.right - box.right, edge.bottom - box.bottom];
      here.forEach((room, side) => { free[side] = Math.min(free[side], Math.round(room)); });
    }
    return free;
  },

  onPage(box) {
    return { x: box.left + scrollX, y: box.top + scrollY, width: box.width, height: box.height };
  },

  // What has the focus, how it shows that, and whether it can be seen; null when nothing has it.
  focused() {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    const style = getComputedStyle(element), box = element.getClientRects()[0], all = element.getBoundingClientRect();
    const middle = document.elementFromPoint(box.left + box.width / 2, Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1));
    // Of a field of many lines, browsers bring into view the line one writes on; of a player, the button one presses.
    const fits = all.height <= innerHeight && !element.matches("textarea, audio, video");
    return {
      key: this.keyOf(element),
      kind: element.localName,
      name: this.name(element),
      id: element.id,
      landmark: element.closest("header, main, footer")?.localName ?? "",
      ring: [element.localName, style.outline, style.outlineOffset, style.boxShadow, style.borderRadius, this.cutAround(element, all)].join("|"),
      hasRing: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      // How far from its edges a ring that is drawn outside can reach into the box: where its corners are round.
      reach: parseFloat(style.outlineOffset) < 0 || /inset/.test(style.boxShadow) || /%/.test(style.borderRadius) ? all.width : 1 + 0.3 * Math.max(...style.borderRadius.split(" ").map(parseFloat)),
      isInView: fits ? all.top >= -1 && all.bottom <= innerHeight + 1 : all.top < innerHeight && all.bottom > 0,
      isCovered: !middle || !(element.contains(middle) || middle.contains(element)),
      box: this.onPage(all),
      pieces: [...element.getClientRects()].map(this.onPage),
    };
  },

  // --- motion and change -------------------------------------------------------------------------------

  moving() {
    const findings = document.getAnimations().map((each) => `moves: ${each.effect?.target?.className}`);
    for (const each of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const style = getComputedStyle(each, part);
        if (!style.animationName) continue; // the sources of a player: nothing of them is drawn
        const turns = style.transitionDuration.split(",").some((one) => parseFloat(one) > 0);
        if (turns || style.animationName !== "none" || style.scrollBehavior === "smooth") findings.push(`would move: ${this.name(each)}`);
      }
    }
    return findings;
  },

  // The address and everything on the page, except what people type and choose, and the marks that htmx has come.
  shape() {
    const all = document.documentElement.cloneNode(true);
    all.querySelectorAll("head > script[src*='/vendor/htmx.']").forEach((each) => each.remove());
    all.querySelectorAll("[data-htmx-powered]").forEach((each) => each.removeAttribute("data-htmx-powered"));
    return `${location.href} ${all.outerHTML}`;
  },

  // What changes when somebody only comes to a field, fills it or chooses in it; and when they go on.
  async changingByItself() {
    const settled = () => new Promise((done) => { setTimeout(done); });
    const before = this.shape(), findings = [];
    const look = async (element) => {
      await settled();
      if (this.shape() !== before) findings.push(`something changes by ${this.name(element)}`);
    };
    for (const each of document.querySelectorAll("main :is(input:not([type=hidden], [readonly]), textarea, select):enabled")) {
      each.focus();
      if (each.matches("[type=radio], [type=checkbox]")) {
        if (!each.checked) each.click();
      } else if (each.localName === "select") {
        each.selectedIndex = each.options.length - 1;
        for (const type of ["input", "change"]) each.dispatchEvent(new Event(type, { bubbles: true }));
      } else if (each.type === "file") {
        const chosen = new DataTransfer();
        chosen.items.add(new File(["1"], "1.csv"));
        each.files = chosen.files;
        for (const type of ["input", "change"]) each.dispatchEvent(new Event(type, { bubbles: true }));
      } else {
        each.select();
        document.execCommand("insertText", false, "1");
        if (each.value !== "1") findings.push(`nothing can be written into ${this.name(each)}`);
      }
      await look(each);
      if (findings.length) return findings;
    }
    const last = document.activeElement;
    last.blur();
    await new Promise(requestAnimationFrame);
    await look(last);
    return findings;
  },

  // --- what every page has -----------------------------------------------------------------------------

  bareNecessities(language) {
    const findings = [], headings = document.querySelectorAll("h1"), words = (each) => each.textContent.trim().replace(/\s+/g, " ");
    if (document.documentElement.lang !== language) findings.push(`the language is ${document.documentElement.lang}, not ${language}`);
    if (headings.length !== 1) findings.push(`there are ${headings.length} first headings`);
    else if (!document.title.includes(words(headings[0]))) findings.push(`the title "${document.title}" does not say "${words(headings[0])}"`);
    if (document.querySelectorAll("main").length !== 1) findings.push("there is not one main part");
    for (const form of document.forms) {
      if (!["get", "post"].includes(form.getAttribute("method"))) findings.push(`a form without a method: ${this.name(form)}`);
      if (!form.querySelector('button:not([type="button"])')) findings.push(`a form without a button: ${this.name(form)}`);
    }
    for (const field of document.querySelectorAll('[aria-invalid="true"]')) {
      const told = (field.getAttribute("aria-describedby") ?? "").split(" ").some((id) => id.endsWith("-error") && document.getElementById(id)?.textContent.trim());
      if (!told) findings.push(`an error that is not tied to its field: ${this.name(field)}`);
    }
    const links = [...document.querySelectorAll(".error-summary a")];
    links.map((link) => document.getElementById(link.hash.slice(1))).forEach((field, nth, fields) => {
      if (!field) findings.push(`an error that leads nowhere: ${words(links[nth])}`);
      else if (nth && fields[nth - 1]?.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_PRECEDING) findings.push(`an error that is told after one further down: ${words(links[nth])}`);
    });
    return findings;
  },
})
