package mf4j.app;

import mf4j.train.Provenance;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"mf4j " + Provenance.thisVersion()};
    }
}
