# SPDX-License-Identifier: MIT
# The Debian packages: `cd build && cpack`.
set(ALLEGE_MAINTAINER "The allege authors <allege@example.org>" CACHE STRING
    "Whose name and address the Debian packages carry")
set(soversion ${PROJECT_VERSION_MAJOR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME allege)
set(CPACK_PACKAGE_CONTACT ${ALLEGE_MAINTAINER})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program library development)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/src/install/debian.cmake)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME allege)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION text)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "find who accuses whom in English text
Reads news, advisories and official statements and prints a line of JSON for
every sentence in which somebody is held responsible, somebody rejects that, or
an institution says what it does about it: who, whom, what act, how certain, at
which bytes and by which rule. Rules and lists of words can be added.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME liballege${soversion})
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/src/install/triggers)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "find who accuses whom in English text - library
liballege gives the claims, denials and policy statements of a text, with the
spans of their sources, targets and acts. This is the shared library.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME liballege-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "liballege${soversion} (= ${PROJECT_VERSION}), libpcre2-dev, libutf8proc-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "find who accuses whom in English text - development files
liballege gives the claims, denials and policy statements of a text, with the
spans of their sources, targets and acts. This is its header, the static
library, and an example.")

include(CPack)
