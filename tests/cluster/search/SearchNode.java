import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** A node of OpenSearch whose settings are the arguments, each as key=value. */
public final class SearchNode extends Node {
    private SearchNode(Environment environment) {
        super(
            environment,
            List.<Class<? extends Plugin>>of(Netty4Plugin.class, CommonAnalysisPlugin.class),
            true);
    }

    public static void main(String[] arguments) throws Exception {
        Settings.Builder settings = Settings.builder();
        for (String argument : arguments) {
            String[] pair = argument.split("=", 2);
            if (pair[1].contains(",")) {
                settings.putList(pair[0], pair[1].split(","));
            } else {
                settings.put(pair[0], pair[1]);
            }
        }
        Path home = Path.of(settings.get("path.home"));
        String name = settings.get("node.name");
        new SearchNode(
                InternalSettingsPreparer.prepareEnvironment(
                    settings.build(), Map.of(), home, () -> name))
            .start();
        Thread.currentThread().join();
    }
}
