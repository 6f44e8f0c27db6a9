const show = (r, s) => console.log(String(r), JSON.stringify(r.exec(s)));
show(/(z)((a+)?(b+)?(c))*/, 'zaacbbbcac'); show(/(a*)*/, 'b'); show(/(?=(a+))a*b\1/, 'baaabac'); show(/(.*?)a(?!(a+)b\2c)\2(.*)/, 'baaabaac');
show(/(?<=(\d+)(\d+))$/, '1053'); show(/(?<=\1(a))b/, 'aab'); show(/(?<!abc)\w\w\w/, 'abcdef'); show(/(?<=a(?=bc)b)c/, 'abc');
show(/(?:(a)|(b)|(c))+/, 'abc'); show(/(a?)??/, 'ab'); show(/(?:a{0,2}){2,}?b/, 'aaab'); show(/((a)|b)*?c/, 'abc'); show(/(?!(a))b/, 'ab'); show(/(\2a)(\1)/, 'aa');
show(/\0/, '\0'); show(/[\b]/, '\b'); show(/\cA/, '\x01'); show(/[^]/, '\n'); show(/[]/, 'a'); show(/$^/m, ''); show(/^b$/m, 'a\nb\nc');
show(/\x4/, 'x4'); show(/\u004/, 'u004'); show(/\c/, '\\c'); show(/[\c]/, '\\'); show(/[\c_]/, '\x1f'); show(/a{/, 'a{'); show(/\8/, '8'); show(/\101/, 'A'); show(/[\d-x]/, '-'); show(/(?=a)*a/, 'a'); show(/\k<a/, 'k<a');
