enum Color { Red, Green = 5, Blue }
enum Str { A = 'a', B = `b`, 'C-D' = 'cd' }
enum Mixed { X = 1 << 3, Y = X | 1, Z = 'abc'.length, N = -X, S = 'text', P = +'5', Q = (X + 2) * 2 }
const enum Inline { One = 1, Two = One * 2 }
enum Color { White = 100 }
declare enum Ambient { A }
console.log(Color.Red, Color.Green, Color.Blue, Color[5], Color['Blue'], Color.White, Color[100]);
console.log(Str.A, Str.B, Str['C-D'], Object.keys(Str).join());
console.log(Mixed.X, Mixed.Y, Mixed.Z, Mixed.N, Mixed.S, Mixed.P, Mixed.Q, Mixed[8]);
console.log(Inline.One, Inline.Two);
console.log(JSON.stringify(Color));
function local() { enum L { A = Color.Blue, B } return L.B; }
enum Exported { E = 1 }
console.log(local(), typeof Color, Exported.E);
