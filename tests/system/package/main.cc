// Uses nothing but what is installed.
#include <isobox/isobox.h>

#include <iostream>

int main() {
  isobox::IsoBox box;
  std::cout << box.run("6 * 7") << "\n";
}
