//! Opens files, folders, standard input and .gz, and hands their text to the parser of their format.
