// Built-ins of the language that need no natives of their own. Part of the runtime, in the dialect with `@` for byte 6; see
// ../README.md. Evaluated after the library. Runs in sealed runners; hostile are all values that come from scripts.

'use strict';
// ---- WeakRef and FinalizationRegistry: nothing is ever collected as far as these can tell, which the standard allows.
@register('requireTarget', function (value, what) {
  if (!@isObject(value) && typeof value !== 'symbol') throw new @TypeError(what + ': invalid target');
  if (typeof value === 'symbol' && @Symbol.keyFor(value) !== undefined) throw new @TypeError(what + ': invalid target');
});

//---- section
'use strict';
@register('weakRefSlot', @private('WeakRef'));
@register('registrySlot', @private('FinalizationRegistry'));
@register('WeakMap', WeakMap);
@register('weakMapSet', (function (set) {
  return function (map, key) {
    @apply(set, map, [key, true]);
  };
})(WeakMap.prototype.set));
@register('weakMapDelete', (function (remove) {
  return function (map, key) {
    return @apply(remove, map, [key]);
  };
})(WeakMap.prototype.delete));

//---- section
'use strict';
function WeakRef(target) {
  '@{12;1;WeakRef}';
  var made;
  if (new.target === undefined) throw new @TypeError("Constructor WeakRef requires 'new'");
  @requireTarget(target, 'WeakRef');
  made = @instance(new.target, @intrinsic('weakRefPrototype'));
  @hide(made, @weakRefSlot, {owner: made, target: target}, 0);
  return made;
}
@hide(WeakRef, 'prototype', WeakRef.prototype, 0);
@register('weakRefPrototype', WeakRef.prototype);
@put(WeakRef.prototype, 'deref', function () {
  '@{1;0;deref}';
  var slot = @isObject(this) ? this[@weakRefSlot] : undefined;
  if (slot === undefined || slot.owner !== this) throw new @TypeError('WeakRef.prototype.deref called on incompatible receiver');
  return slot.target;
});
@hide(WeakRef.prototype, @toStringTag, 'WeakRef', 4);
@global('WeakRef', WeakRef);

function FinalizationRegistry(cleanup) {
  '@{12;1;FinalizationRegistry}';
  var made;
  if (new.target === undefined) throw new @TypeError("Constructor FinalizationRegistry requires 'new'");
  if (typeof cleanup !== 'function') throw new @TypeError('FinalizationRegistry: cleanup must be callable');
  made = @instance(new.target, @intrinsic('registryPrototype'));
  @hide(made, @registrySlot, {owner: made, tokens: new @WeakMap()}, 0);
  return made;
}
@hide(FinalizationRegistry, 'prototype', FinalizationRegistry.prototype, 0);
@register('registryPrototype', FinalizationRegistry.prototype);
function registryOf(object) {
  var slot = @isObject(object) ? object[@registrySlot] : undefined;
  if (slot === undefined || slot.owner !== object) throw new @TypeError('FinalizationRegistry method called on incompatible receiver');
  return slot;
}
@put(FinalizationRegistry.prototype, 'register', function (target, held, token) {
  '@{1;2;register}';
  var slot = registryOf(this);
  @requireTarget(target, 'FinalizationRegistry.prototype.register');
  if (target === held) throw new @TypeError('FinalizationRegistry.prototype.register: target and holdings must not be same');
  if (token === undefined) return;
  @requireTarget(token, 'FinalizationRegistry.prototype.register');
  @weakMapSet(slot.tokens, token);
});
@put(FinalizationRegistry.prototype, 'unregister', function (token) {
  '@{1;1;unregister}';
  var slot = registryOf(this);
  @requireTarget(token, 'FinalizationRegistry.prototype.unregister');
  return @weakMapDelete(slot.tokens, token);
});
@hide(FinalizationRegistry.prototype, @toStringTag, 'FinalizationRegistry', 4);
@global('FinalizationRegistry', FinalizationRegistry);
