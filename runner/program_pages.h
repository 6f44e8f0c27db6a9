// The program's own code and constants, in huge pages that all runners share. Runs in the zygote, before anything is locked.
#ifndef ISOBOX_RUNNER_PROGRAM_PAGES_H
#define ISOBOX_RUNNER_PROGRAM_PAGES_H

namespace isobox::runner {

/// Puts copies in the place of the program's large read-only segments, under the same rights: a sealed memory file in huge pages, of which
/// a child faults in an entry for each 2 MiB that it needs and gives that back for nothing; or else anonymous memory, whose entries a
/// fork copies. Of the program's own file each child would have to fault in page by page. A wish: without room or huge
/// pages things stay as they are, or in small pages, and only time is lost.
void shareProgramPages();

}  // namespace isobox::runner

#endif
