// crypto: random values. Loaded when a program first asks for it; see ../../README.md. In the dialect with `@` for byte 6. Runs
// in sealed runners; hostile are all values that come from scripts.

'use strict';
@from('web_classes.js', 'webClass');
@from('dom_exception.js', 'domError');

//---- section
'use strict';
var crypto;
function Crypto() {
  '@{12;0;Crypto}';
  throw @coded(new @TypeError('Illegal constructor'), 'ERR_ILLEGAL_CONSTRUCTOR');
}
@webMembers(@webClass(Crypto, 'Crypto'), {
  getRandomValues: function (array) {
    '@{1;1;getRandomValues}';
    var kind = @classOf(array);
    if (this !== crypto) throw @illegalInvocation('Crypto');
    // Int8Array to Uint32Array, as ../../../engine/duktape_unit.h numbers them.
    if (kind < 21 || kind > 27)
      throw @domError('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    if (@randomFill(array)) return array;
    throw @domError('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
  },
  randomUUID: function (options) {
    '@{1;0;randomUUID}';
    if (this !== crypto) throw @illegalInvocation('Crypto');
    return @randomUuid();
  },
});
crypto = @create(Crypto.prototype);
@lazy('Crypto', Crypto);
@lazy('crypto', crypto);
