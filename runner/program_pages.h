// The program's own code and constants, in huge pages that all runners share. Runs in the zygote, before anything is locked.
#ifndef ISOBOX_RUNNER_PROGRAM_PAGES_H
#define ISOBOX_RUNNER_PROGRAM_PAGES_H

namespace isobox::runner {

/// Puts copies in anonymous memory in the place of the program's read-only segments, under the same rights. A fork passes them on
/// with a page-table entry for each 2 MiB; of a file's pages each child would have to fault in its own. A wish: without room or
/// huge pages things stay as they are, or in small pages, and only time is lost.
void shareProgramPages();

}  // namespace isobox::runner

#endif
