package dev.speckit.spec.lint;

import dev.speckit.host.FileStamp;
import dev.speckit.host.FileTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the verdict that the next check may repeat.
final class Verdicts {
  private Verdicts() {}

  /// Of a check of the whole tree; empty when the next check could not tell from it that everything
  /// is as it was.
  static Optional<Verdict> of(Survey survey, TreeRules rules, Remembered remembered) {
    FileTree files = survey.files();
    boolean plain =
        files.isWhole()
            && files.stamp(survey.tree().specs()).kind() == FileStamp.Kind.FOLDER
            && !files.holds(FileStamp.Kind.LINK);
    boolean known =
        plain
            && remembered.knowsAll(survey.names())
            && survey.outlook().asked().stream().allMatch(each -> isSettled(each, remembered));
    if (!known) {
      return Optional.empty();
    }
    List<Verdict.Folder> folders = new ArrayList<>();
    for (Path folder : files.folders()) {
      FileStamp stamp = files.stamp(folder);
      List<Verdict.Child> children = new ArrayList<>();
      for (Path child : files.children(folder)) {
        children.add(
            new Verdict.Child(String.valueOf(child.getFileName()), files.stamp(child).kind()));
      }
      folders.add(
          new Verdict.Folder(
              survey.name(folder), stamp.changed(), remembered.isSettledAt(stamp), children));
    }
    return Optional.of(
        new Verdict(
            folders,
            survey.outlook().asked(),
            rules.told(),
            survey.layout().located().size(),
            rules.contexts()));
  }

  private static boolean isSettled(Verdict.Outside asked, Remembered remembered) {
    return !(asked instanceof Verdict.Outside.Document document)
        || remembered.isSettledAt(new FileStamp(FileStamp.Kind.FILE, document.changed()));
  }
}
