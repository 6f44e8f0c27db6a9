const n = 3, who = 'world';
console.log(`plain`, ``, `hello ${who}`, `${n} + ${n} = ${n + n}`);
console.log(`line
break`);
console.log(`nested ${`in ${`deep`}`} ${[1, 2].map((x) => `<${x}>`).join('')}`);
console.log(`\t|\u{1F600}|\x41|\\|\`|\${}|$|{}|$$`);
console.log(`${{}}`, `${[1, 2]}`, `${null}`, `${undefined}`);
`${{ toString: () => 'string', valueOf: () => 'value' }}` + { toString: () => 'string', valueOf: () => 'value' };
