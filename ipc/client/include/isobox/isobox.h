// Everything of the public C++ library: isobox::IsoBox runs JavaScript that nobody trusts.
// Used in the user's process.
#ifndef ISOBOX_ISOBOX_H
#define ISOBOX_ISOBOX_H

#include "isobox/box.h"
#include "isobox/event_emitter.h"
#include "isobox/event_subscription.h"
#include "isobox/histogram.h"
#include "isobox/logger.h"
#include "isobox/memory_tracker.h"
#include "isobox/metrics.h"
#include "isobox/module_system.h"
#include "isobox/options.h"
#include "isobox/result.h"
#include "isobox/security_logger.h"
#include "isobox/session.h"
#include "isobox/stream.h"
#include "isobox/stream_buffer.h"
#include "isobox/validators.h"
#include "isobox/values.h"
#include "isobox/verdict.h"

#endif
