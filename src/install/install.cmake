# SPDX-License-Identifier: MIT
# What `cmake --install` puts where. As Debian packages: allege, liballege0 and liballege-dev, see package.cmake.
include(GNUInstallDirs)

# Relative, so that an installed tree may be moved, and --prefix given when installing.
file(RELATIVE_PATH ALLEGE_PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${CMAKE_SOURCE_DIR}/src/install/liballege.pc.in ${CMAKE_BINARY_DIR}/liballege.pc @ONLY)

set(here ${CMAKE_SOURCE_DIR}/src/install)
set(share ${CMAKE_INSTALL_DATADIR})

install(TARGETS allege COMPONENT program)
install(FILES ${here}/allege.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${here}/allege-rules.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 COMPONENT program)
install(FILES ${here}/allege.bash DESTINATION ${share}/bash-completion/completions RENAME allege COMPONENT program)
install(FILES ${here}/_allege DESTINATION ${share}/zsh/site-functions COMPONENT program)
install(FILES ${here}/allege.fish DESTINATION ${share}/fish/vendor_completions.d COMPONENT program)
install(FILES ${CMAKE_SOURCE_DIR}/src/data/record.schema.json ${CMAKE_SOURCE_DIR}/src/data/brat/annotation.conf
    DESTINATION ${share}/allege COMPONENT program)
install(PROGRAMS ${here}/allege.sbatch DESTINATION ${share}/allege COMPONENT program)

install(TARGETS liballege_shared LIBRARY COMPONENT library NAMELINK_COMPONENT development)

install(TARGETS liballege_static ARCHIVE COMPONENT development)
install(FILES ${CMAKE_SOURCE_DIR}/src/include/allege.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(FILES ${CMAKE_BINARY_DIR}/liballege.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(FILES ${here}/example.c DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples COMPONENT development)

include(${here}/package.cmake)
