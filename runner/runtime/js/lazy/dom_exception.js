// DOMException. Loaded when a program or another part first needs it; see ../../README.md. In the dialect with `@` for byte 6.
// Runs in sealed runners; hostile are all values that come from scripts.

'use strict';
@register('exceptionCodes', {
  IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5, NoModificationAllowedError: 7,
  NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10, InvalidStateError: 11, SyntaxError: 12,
  InvalidModificationError: 13, NamespaceError: 14, InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18,
  NetworkError: 19, AbortError: 20, URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23,
  InvalidNodeTypeError: 24, DataCloneError: 25,
});

//---- section
'use strict';
function DOMException(message, options) {
  '@{12;0;DOMException}';
  var name = 'Error', made;
  if (new.target === undefined) throw new @TypeError("Class constructor DOMException cannot be invoked without 'new'");
  message = message === undefined ? '' : @string(message);
  made = @superCall(@Error, [message], new.target);
  if (@isObject(options)) {
    if ('name' in options) name = @string(options.name);
    if ('cause' in options) @hide(made, 'cause', options.cause, 5);
  } else if (options !== undefined) {
    name = @string(options);
  }
  // Own, so that whoever looks at an error without asking it finds them.
  @hide(made, 'message', message, 4);
  @hide(made, 'name', name, 4);
  return made;
}
@hide(DOMException, 'prototype', @create(@Error.prototype), 0);
@hide(DOMException.prototype, 'constructor', DOMException, 5);
@hide(DOMException.prototype, 'name', 'Error', 4);
@hide(DOMException.prototype, 'message', '', 4);
@getter(DOMException.prototype, 'code', function () {
  '@{1;0;get code}';
  var name = this.name;
  return typeof name === 'string' && @hasOwn(@exceptionCodes, name) ? @exceptionCodes[name] : 0;
});
@hide(DOMException.prototype, @toStringTag, 'DOMException', 4);

var names = @ownKeys(@exceptionCodes), constants, i, j, text, c;
for (i = 0; i < names.length; i++) {
  // INVALID_CHARACTER_ERR from InvalidCharacterError, but for a few words.
  text = '';
  for (j = 0; j < names[i].length - 5; j++) {
    c = names[i][j];
    text += (j > 0 && c >= 'A' && c <= 'Z' && !(names[i][j - 1] >= 'A' && names[i][j - 1] <= 'Z') ? '_' : '') + @call(@toUpperCase, c);
  }
  if (text === 'URLMISMATCH') text = 'URL_MISMATCH';
  if (text === 'IN_USE_ATTRIBUTE') text = 'INUSE_ATTRIBUTE';
  @hide(DOMException, text + '_ERR', @exceptionCodes[names[i]], 2);
  @hide(DOMException.prototype, text + '_ERR', @exceptionCodes[names[i]], 2);
}
@register('domError', function (message, name) {
  return new DOMException(message, name);
});
@lazy('DOMException', DOMException);
