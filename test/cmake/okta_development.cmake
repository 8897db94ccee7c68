# What only okta's own build needs: where programs go, a faster compiler and linker, warnings, the reference.

if(PROJECT_IS_TOP_LEVEL)
    set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
    set(CMAKE_CXX_EXTENSIONS OFF)

    find_program(OKTA_CCACHE ccache)
    if(OKTA_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
        # Without this leniency ccache stores nothing that was compiled with a precompiled header; with the base
        # directory a clone in another folder finds what was compiled in this one.
        set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
            CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
            "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" CCACHE_NOHASHDIR=1 "${OKTA_CCACHE}")
        set_target_properties(okta_compiled PROPERTIES CXX_COMPILER_LAUNCHER "${CMAKE_CXX_COMPILER_LAUNCHER}")
    endif()

    find_program(OKTA_MOLD mold)
    if(OKTA_MOLD)
        add_link_options(-fuse-ld=mold)
    endif()
endif()

set(okta_warnings -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(OKTA_WARNINGS_AS_ERRORS)
    list(APPEND okta_warnings -Werror)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # "text" + std::string, variants of strings and Asio under sanitizers raise false ones.
    list(APPEND okta_warnings -Wno-restrict -Wno-stringop-overflow -Wno-maybe-uninitialized)
endif()

# The settings that every program of ours shares, identical so that they can share a precompiled header.
add_library(okta_strict INTERFACE)
target_compile_options(okta_strict INTERFACE ${okta_warnings}
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
    "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")

# Links a library that one program needs; where it is not installed, that program is left out of the build.
function(okta_link_optional target package library)
    find_package(${package} QUIET)
    if(TARGET ${library})
        target_link_libraries(${target} PRIVATE ${library})
    else()
        message(STATUS "okta: ${target} is left out, since ${package} is not installed")
        set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
    endif()
endfunction()

# hiredis has a CMake package since version 1.0 only.
find_package(hiredis QUIET)
if(NOT TARGET hiredis::hiredis)
    find_path(OKTA_HIREDIS_INCLUDE hiredis/hiredis.h)
    find_library(OKTA_HIREDIS_LIBRARY hiredis)
    mark_as_advanced(OKTA_HIREDIS_INCLUDE OKTA_HIREDIS_LIBRARY)
    if(OKTA_HIREDIS_INCLUDE AND OKTA_HIREDIS_LIBRARY)
        add_library(hiredis::hiredis UNKNOWN IMPORTED)
        set_target_properties(hiredis::hiredis PROPERTIES IMPORTED_LOCATION "${OKTA_HIREDIS_LIBRARY}"
            INTERFACE_INCLUDE_DIRECTORIES "${OKTA_HIREDIS_INCLUDE}")
    endif()
endif()

find_package(Doxygen QUIET)
if(PROJECT_IS_TOP_LEVEL AND DOXYGEN_FOUND AND EXISTS "${PROJECT_SOURCE_DIR}/docs/Doxyfile.in")
    configure_file("${PROJECT_SOURCE_DIR}/docs/Doxyfile.in" "${PROJECT_BINARY_DIR}/Doxyfile" @ONLY)
    add_custom_target(okta_docs COMMAND Doxygen::doxygen "${PROJECT_BINARY_DIR}/Doxyfile"
        WORKING_DIRECTORY "${PROJECT_BINARY_DIR}" VERBATIM COMMENT "Writing the reference to ${PROJECT_BINARY_DIR}/docs")
endif()
