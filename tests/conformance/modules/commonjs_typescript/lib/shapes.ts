class Square { constructor(readonly side: number) {} }
enum Kind { Flat, Round }
export = { Square, Kind };
