#~ Verbatim from the article “Debugging a memory leak in an ASP.Net MVC application”. The indentation and some braces were lost there.
private static IEnumerable<Country> GetLanguageList(string fileFullPath)
    List<Country> languages;
    var serializer = new XmlSerializer(typeof(List<Country>),
        new XmlRootAttribute("CodeList"));
    using (var reader = XmlReader.Create(fileFullPath))
        languages = (List<Country>)serializer.Deserialize(reader);
        foreach (var c in languages)
            c.CountryName = c.CountryName.TrimStart().TrimEnd();
    return languages;
