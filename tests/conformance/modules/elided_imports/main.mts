import './effect.mjs';
import './effect.mjs';
import Missing, { Shape, used, alsoMissing as Other } from './values.mjs';
import * as Types from './never_run.mjs';
import { OnlyType } from './never_run.mjs';
import {} from './never_run.mjs';
import Default from './values.mjs';
const shape: Shape = { used };
let query: typeof Types | undefined;
let other: Other | Types.Any | OnlyType | Missing | undefined;
console.log(shape.used, typeof other, typeof query);
export { reexported } from './values.mjs';
{
  const Missing = 'a name of its own';
  console.log(Missing, Default);
}
