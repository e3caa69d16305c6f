# An installed batchstore is found by find_package(batchstore) and by pkg-config, and may be moved.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/batchstore)

install(TARGETS batchstore EXPORT batchstoreTargets FILE_SET HEADERS)
install(EXPORT batchstoreTargets NAMESPACE batchstore:: DESTINATION ${config_folder})
# The build folder can be used as a package too.
export(EXPORT batchstoreTargets NAMESPACE batchstore:: FILE ${PROJECT_BINARY_DIR}/batchstoreTargets.cmake)

# A static library hands what it is linked with to its consumers, a shared one does not.
get_target_property(type batchstore TYPE)
if(type STREQUAL "STATIC_LIBRARY")
    list(JOIN batchstore_packages " " needed_packages)
else()
    set(needed_packages nlohmann_json)
endif()
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/batchstoreConfig.cmake.in
    ${PROJECT_BINARY_DIR}/batchstoreConfig.cmake
    INSTALL_DESTINATION ${config_folder}
    NO_SET_AND_CHECK_MACRO)
set(find_module ${PROJECT_SOURCE_DIR}/cmake/Findutf8proc.cmake)
configure_file(${find_module} ${PROJECT_BINARY_DIR}/Findutf8proc.cmake COPYONLY)
# Before 1.0 a minor version may break what uses the one before it.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/batchstoreConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES
    ${PROJECT_BINARY_DIR}/batchstoreConfig.cmake
    ${PROJECT_BINARY_DIR}/batchstoreConfigVersion.cmake
    ${find_module}
    DESTINATION ${config_folder})

set(pc_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" prefix_from_pc ${prefix_from_pc})
configure_file(${PROJECT_SOURCE_DIR}/cmake/batchstore.pc.in ${PROJECT_BINARY_DIR}/batchstore.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/batchstore.pc DESTINATION ${pc_folder})

if(BATCHSTORE_BUILD_TOOL)
    file(RELATIVE_PATH libraries_from_tool ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
    set_target_properties(batchstore_tool PROPERTIES INSTALL_RPATH "$ORIGIN/${libraries_from_tool}")
    install(TARGETS batchstore_tool)

    # Where the shells look by themselves.
    set(completions ${PROJECT_SOURCE_DIR}/tools/batchstore/completion/shells)
    install(FILES ${completions}/batchstore.bash RENAME batchstore
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
    install(FILES ${completions}/batchstore.zsh RENAME _batchstore
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
    install(FILES ${completions}/batchstore.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
