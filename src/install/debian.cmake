# SPDX-License-Identifier: MIT
# CPack runs this over the files that it has gathered, before it packs them: what Debian wants otherwise than
# `cmake --install` has it.
set(here ${CMAKE_CURRENT_LIST_DIR})

function(compress file)
    execute_process(COMMAND gzip -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(GLOB components ${CPACK_TEMPORARY_DIRECTORY}/*)
foreach(component IN LISTS components)
    get_filename_component(name ${component} NAME)
    string(TOUPPER ${name} name)
    set(doc ${component}/usr/share/doc/${CPACK_DEBIAN_${name}_PACKAGE_NAME})
    file(MAKE_DIRECTORY ${doc})
    configure_file(${here}/copyright ${doc}/copyright COPYONLY)
    configure_file(${here}/changelog ${doc}/changelog COPYONLY)
    compress(${doc}/changelog)

    file(GLOB pages ${component}/usr/share/man/man?/*)
    foreach(page IN LISTS pages)
        compress(${page})
    endforeach()
    if(EXISTS ${component}/usr/share/zsh/site-functions)
        file(RENAME ${component}/usr/share/zsh/site-functions ${component}/usr/share/zsh/vendor-completions)
    endif()
    if(EXISTS ${component}/usr/share/doc/allege/examples)
        file(RENAME ${component}/usr/share/doc/allege/examples ${doc}/examples)
        file(REMOVE_RECURSE ${component}/usr/share/doc/allege)
    endif()
endforeach()
