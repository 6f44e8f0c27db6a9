// Line ends in templates are LF, whatever stands in the source.
const raw = (s) => s.raw[0];
const text = eval('`a\r\nb\rc`'), rawText = eval('raw`a\r\nb\rc`');
console.log(JSON.stringify(text), JSON.stringify(rawText));
console.log(JSON.stringify(`a\
b`));
`\
` === '';
