import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// Spark MLlib's ALS on the race's files: `SparkRace train.csv test.csv rank regularization sweeps`, two cores.
///
/// A sweep's time is the difference of a long and a short fit over the sweeps between, after a fit that warms up.
public final class SparkRace {
    private static final int SHORT = 2;

    private SparkRace() { }

    public static void main(String[] arguments) throws java.io.IOException {
        int rank = Integer.parseInt(arguments[2]);
        double regularization = Double.parseDouble(arguments[3]);
        int sweeps = Integer.parseInt(arguments[4]);
        try (SparkSession spark = SparkSession.builder().master("local[2]").appName("race").config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()) {
            spark.sparkContext().setLogLevel("ERROR");
            Dataset<Row> train = read(spark, arguments[0]);
            fit(train, rank, regularization, SHORT);
            long start = System.nanoTime();
            fit(train, rank, regularization, SHORT);
            long middle = System.nanoTime();
            ALSModel model = fit(train, rank, regularization, SHORT + sweeps);
            double seconds = (System.nanoTime() - middle - (middle - start)) * 1e-9 / sweeps;
            double rmse = new RegressionEvaluator().setMetricName("rmse").setLabelCol("rating").setPredictionCol("prediction")
                    .evaluate(model.transform(read(spark, arguments[1])));
            System.out.println("version=" + spark.version() + " seconds=" + seconds + " rmse=" + rmse);
        }
    }

    private static Dataset<Row> read(SparkSession spark, String path) {
        Dataset<Row> table = spark.read().option("header", true).schema("user INT, item INT, rating FLOAT").csv(path).cache();
        table.count();
        return table;
    }

    private static ALSModel fit(Dataset<Row> train, int rank, double regularization, int sweeps) {
        return new ALS().setUserCol("user").setItemCol("item").setRatingCol("rating").setRank(rank).setRegParam(regularization)
                .setMaxIter(sweeps).setSeed(1).setColdStartStrategy("drop").setCheckpointInterval(-1).fit(train);
    }
}
