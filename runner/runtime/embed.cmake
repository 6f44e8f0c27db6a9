# The runtime's texts as C++ string literals in the build tree.

# isobox_embed(OUTPUT TEXT_FILE): when CMake runs, and again when the file changes.
function(isobox_embed output path)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  file(READ ${path} text)
  # Like file(WRITE), but leaves the file alone when nothing has changed.
  file(CONFIGURE OUTPUT ${output} CONTENT "R\"isobox(@text@)isobox\"" @ONLY)
endfunction()

# isobox_embed_runtime(OUTPUT_DIR): js/NAME.js as NAME.js.inc; ISOBOX_RUNTIME_TEXTS lists them.
function(isobox_embed_runtime output_dir)
  set(here ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
  file(GLOB paths CONFIGURE_DEPENDS ${here}/js/*.js ${here}/js/lazy/*.js)
  file(MAKE_DIRECTORY ${output_dir})
  set(texts)
  foreach(path ${paths})
    get_filename_component(name ${path} NAME)
    isobox_embed(${output_dir}/${name}.inc ${path})
    list(APPEND texts ${output_dir}/${name}.inc)
  endforeach()
  set(ISOBOX_RUNTIME_TEXTS ${texts} PARENT_SCOPE)
endfunction()
