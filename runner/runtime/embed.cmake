# The runtime's texts as C++ string literals in the build tree.

# isobox_embed(OUTPUT TEXT_FILE): when CMake runs, and again when the file changes.
function(isobox_embed output path)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  file(READ ${path} text)
  # Like file(WRITE), but leaves the file alone when nothing has changed.
  file(CONFIGURE OUTPUT ${output} CONTENT "R\"isobox(@text@)isobox\"" @ONLY)
endfunction()

# What is taken of core-js, as one text. npm puts core-js beside its list; scripts/setup does so ahead of time, and from then
# on no network is needed.
function(isobox_bundle_library source_dir output)
  find_program(ISOBOX_NODE NAMES node nodejs REQUIRED DOC "Node.js, for the library's bundle")
  if(NOT EXISTS ${source_dir}/node_modules/core-js/package.json)
    find_program(ISOBOX_NPM NAMES npm REQUIRED DOC "npm, for the library's sources")
    execute_process(COMMAND ${ISOBOX_NPM} ci --prefix ${source_dir} WORKING_DIRECTORY ${source_dir}
      OUTPUT_QUIET RESULT_VARIABLE failed)
    if(failed)
      message(FATAL_ERROR "npm ci failed in ${source_dir}; scripts/setup does the same.")
    endif()
  endif()
  file(GLOB inputs CONFIGURE_DEPENDS ${source_dir}/*.mjs ${source_dir}/*.json ${source_dir}/*.txt
    ${source_dir}/overrides/*.js)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${inputs})
  execute_process(COMMAND ${ISOBOX_NODE} ${source_dir}/bundle.mjs ${source_dir}/node_modules/core-js ${output}
    OUTPUT_QUIET RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "${source_dir}/bundle.mjs failed.")
  endif()
endfunction()

# isobox_embed_runtime(OUTPUT_DIR): js/NAME.js as NAME.js.inc, and library.js.inc; ISOBOX_RUNTIME_TEXTS lists them.
function(isobox_embed_runtime output_dir)
  set(here ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  file(GLOB paths CONFIGURE_DEPENDS ${here}/js/*.js ${here}/js/lazy/*.js)
  file(MAKE_DIRECTORY ${output_dir}/library)
  isobox_bundle_library(${here}/library ${output_dir}/library/library.js)
  set(texts)
  foreach(path ${paths} ${output_dir}/library/library.js)
    get_filename_component(name ${path} NAME)
    isobox_embed(${output_dir}/${name}.inc ${path})
    list(APPEND texts ${output_dir}/${name}.inc)
  endforeach()
  set(ISOBOX_RUNTIME_TEXTS ${texts} PARENT_SCOPE)
endfunction()
