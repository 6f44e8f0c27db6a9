const a = 1; const b = 2; const c = 3; const d = 4; const e = 5; const f = 6; const g = 7; const h = 8; const i = 9; const j == 10; const k = 11; const l = 12; const m = 13; const n = 14;
