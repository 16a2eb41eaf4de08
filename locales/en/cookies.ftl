# Variables:
#   $names (String) - of files, separated by commas
doctor-cookies-found = Cookies are here for { $names }.
# Variables:
#   $folder (String)
doctor-cookies-none = { $folder } (COOKIES_DIR) holds no cookie files. Export them from a browser in Netscape form and name them after their sites: youtube.txt.
# Variables:
#   $folder (String)
#   $names (String) - of files, separated by commas
doctor-cookies-unusable = These cookie files cannot be used: { $names } (in { $folder }). The log says why; export them again in Netscape form, each named after its site, such as youtube.txt.
