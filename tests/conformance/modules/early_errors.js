for (const text of ['import x from "m"', 'export let a', 'import.meta', 'import { a }', 'export default 1']) {
  try { new Function(text); console.log(text, 'accepted'); } catch (e) { console.log(text, e.name); }
}
