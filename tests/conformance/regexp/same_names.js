const dup = /(?:(?<x>a)|(?<x>b))\k<x>/;
console.log(JSON.stringify(dup.exec('bb').groups), JSON.stringify(dup.exec('aa').groups), dup.exec('ab'));
console.log('bb'.replace(dup, '[$<x>]'), JSON.stringify(Object.keys(/(?<a>1)|(?<b>2)|(?<a>3)/.exec('3').groups)));
