// No line break before the arrow, but anywhere after it; bodies end as expressions do.
const a = (
  x,
  y,
) =>
  x + y;
const b = () =>
{
  return 1;
};
const c = x => x ? y => y : z => -z;
console.log(a(1, 2), b(), c(true)(3), c(false)(3));
const d = async () => {}, e = (d, a);
typeof e;
