# SPDX-License-Identifier: Apache-2.0
# ISAL::isal, the library ISA-L, which brings no CMake package of its own. Installed beside
# portside-config.cmake, for hosts that link the static library.
find_path(ISAL_INCLUDE_DIR isa-l.h)
find_library(ISAL_LIBRARY isal)
mark_as_advanced(ISAL_INCLUDE_DIR ISAL_LIBRARY)

if(ISAL_INCLUDE_DIR)
  file(STRINGS "${ISAL_INCLUDE_DIR}/isa-l.h" ISAL_VERSION
    REGEX "^#define ISAL_(MAJOR|MINOR|PATCH)_VERSION")
  list(TRANSFORM ISAL_VERSION REPLACE "[^0-9]" "")
  list(JOIN ISAL_VERSION "." ISAL_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ISAL
  REQUIRED_VARS ISAL_LIBRARY ISAL_INCLUDE_DIR VERSION_VAR ISAL_VERSION)

if(ISAL_FOUND AND NOT TARGET ISAL::isal)
  add_library(ISAL::isal UNKNOWN IMPORTED)
  set_target_properties(ISAL::isal PROPERTIES
    IMPORTED_LOCATION "${ISAL_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${ISAL_INCLUDE_DIR}")
endif()
