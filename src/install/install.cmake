# SPDX-License-Identifier: MIT
# What `cmake --install` puts where, and the Debian package.
include(GNUInstallDirs)

# Relative, so that an installed tree may be moved, and --prefix given when installing.
file(RELATIVE_PATH ALLEGE_PREFIX_FROM_PC /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${CMAKE_SOURCE_DIR}/src/install/liballege.pc.in ${CMAKE_BINARY_DIR}/liballege.pc @ONLY)

install(TARGETS allege liballege_static liballege_shared)
install(FILES ${CMAKE_SOURCE_DIR}/src/allege.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CMAKE_BINARY_DIR}/liballege.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES ${CMAKE_SOURCE_DIR}/src/data/record.schema.json ${CMAKE_SOURCE_DIR}/src/data/brat/annotation.conf
    DESTINATION ${CMAKE_INSTALL_DATADIR}/allege)
