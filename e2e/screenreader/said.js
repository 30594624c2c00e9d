// What of a page is there to be heard, in order: its text as it stands, and at each field the name that its label gives.
() => {
  const said = [];
  const isHidden = (element) => !element.checkVisibility() || element.closest("[aria-hidden=true]");
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || isHidden(node)) return;
    if (node.matches("input, select, textarea")) {
      for (const label of node.labels ?? []) said.push(label.innerText);
    } else if (!node.matches("label, option")) {
      node.childNodes.forEach(walk);
    }
  };
  walk(document.body);
  return said.join(" ");
}
